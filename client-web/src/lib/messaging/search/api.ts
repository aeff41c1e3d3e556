import {
  SearchService,
  type FoundConversation as WireConversation,
  type FoundMessage as WireMessage,
  type Span as WireSpan
} from '$lib/gen/wasl/messaging/v1/search_pb';
import { line } from '$lib/wire/line';
import { toPerson } from '../model';
import { startOf, type Asked, type FoundConversation, type FoundMessage, type Span } from './model';

const { method } = SearchService;

const toSpan = ({ start, length }: WireSpan): Span => ({ start, length });

const toMessage = (wire: WireMessage): FoundMessage => ({
  conversationId: wire.conversationId,
  offset: Number(wire.offset),
  authorId: wire.authorId,
  sentAt: Number(wire.sentAtMs),
  excerpt: wire.excerpt,
  highlights: wire.highlights.map(toSpan),
  hasAttachment: wire.hasAttachment
});

const toConversation = (wire: WireConversation): FoundConversation => ({
  id: wire.id,
  group: wire.personId === '0',
  title: wire.title,
  personId: wire.personId,
  highlights: wire.highlights.map(toSpan)
});

export async function searchMessages(asked: Asked, cursor = '') {
  const answer = await line.call(method.searchMessages, {
    query: asked.query,
    conversationId: asked.conversationId || '0',
    authorId: asked.authorId || '0',
    sentFromMs: BigInt(startOf(asked.from)),
    sentBeforeMs: BigInt(asked.to ? startOf(asked.to, 1) : 0),
    hasAttachment: asked.files,
    cursor
  });
  return {
    messages: answer.messages.map(toMessage),
    conversations: answer.conversations.map(toConversation),
    people: answer.people.map(toPerson),
    nextCursor: answer.nextCursor,
    similar: answer.similar
  };
}

export async function searchConversations(query: string) {
  const answer = await line.call(method.searchConversations, { query });
  return { conversations: answer.conversations.map(toConversation), people: answer.people.map(toPerson) };
}
