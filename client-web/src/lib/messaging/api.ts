import { create } from '@bufbuild/protobuf';
import { ClientFrameSchema, SignalType } from '$lib/gen/wasl/envelope_pb';
import { MessagingService } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { line } from '$lib/wire/line';
import { conversation } from '$lib/wire/streams';
import { toConversation, toMessage, toPerson, withOwn, withVote } from './model';
import type { OutboxEntry } from './outbox';
import type { Poll } from './polls/model';
import type { Named } from './text/markdown';

const { method } = MessagingService;

export const conversationsPage = 30;
export const messagesPage = 50;
/** Whoever scrolls up goes on scrolling. */
export const olderPage = 100;
const sendTimeoutMs = 20_000;
const changeTimeoutMs = 10_000;

export async function listConversations(cursor: string) {
  const page = await line.call(method.listConversations, { limit: conversationsPage, cursor });
  return {
    conversations: page.conversations.map(toConversation),
    people: page.people.map(toPerson),
    nextCursor: page.nextCursor,
    personHead: Number(page.personHead)
  };
}

export async function getConversation(conversationId: string) {
  const answer = await line.call(method.getConversation, { conversationId });
  return { conversation: answer.conversation && toConversation(answer.conversation), people: answer.people.map(toPerson) };
}

/** Where a page is: the newest, or beside or around an offset, or around the first message of a moment. */
export type Place = 'newest' | { before: number } | { after: number } | { around: number } | { atMs: number };

const placed = (place: Place) =>
  place === 'newest' ? {} : Object.fromEntries(Object.entries(place).map(([key, value]) => [key, BigInt(value)]));

export async function listMessages(conversationId: string, place: Place, limit = messagesPage) {
  const page = await line.call(method.listMessages, { conversationId, limit, ...placed(place) });
  const own = new Map<bigint, Set<string>>();
  for (const { offset, emoji } of page.ownReactions) own.set(offset, new Set(own.get(offset)).add(emoji));
  const votes = new Map(page.ownVotes.map((v) => [v.offset, [...v.options]]));
  return {
    messages: page.messages.map((m) => withVote(withOwn(toMessage(m), own.get(m.offset)), votes.get(m.offset))).reverse(),
    answered: page.answered.map(toMessage),
    older: page.more,
    newer: page.newer,
    found: Number(page.found),
    head: Number(page.head),
    people: page.people.map(toPerson)
  };
}

export async function openDirect(personId: string) {
  const answer = await line.call(method.openDirect, { personId });
  return { conversation: answer.conversation && toConversation(answer.conversation), people: answer.people.map(toPerson) };
}

export async function createGroup(clientId: string, title: string, personIds: string[]) {
  const answer = await line.call(method.createGroup, { clientId: BigInt(clientId), title, personIds });
  return { conversation: answer.conversation && toConversation(answer.conversation), people: answer.people.map(toPerson) };
}

export const sendMessage = ({ conversationId, clientId, text, content, forward }: OutboxEntry) =>
  line.call(
    method.sendMessage,
    {
      conversationId,
      clientId: BigInt(clientId),
      ...(forward
        ? { forward: { conversationId: forward.conversationId, offset: BigInt(forward.offset) } }
        : {
            text,
            replyTo: BigInt(content?.replyTo?.offset ?? 0),
            mentions: content?.mentions ?? [],
            attachmentIds: content?.attachments?.map((a) => a.id) ?? [],
            ...(content?.poll && { poll: toWire(content.poll) })
          })
    },
    sendTimeoutMs
  );

const toWire = ({ options, several, closesAt }: Poll) => ({ options, several, closesAtMs: BigInt(closesAt) });

export const editMessage = (conversationId: string, offset: number, text: string, mentions: Named[]) =>
  line.call(method.editMessage, { conversationId, offset: BigInt(offset), text, mentions }, changeTimeoutMs);

export const deleteMessage = (conversationId: string, offset: number) =>
  line.call(method.deleteMessage, { conversationId, offset: BigInt(offset) }, changeTimeoutMs);

export const markRead = (conversationId: string, offset: number) =>
  line.call(method.markRead, { conversationId, offset: BigInt(offset) });

export function signalTyping(conversationId: string): void {
  const value = { stream: conversation(conversationId), type: SignalType.SIGNAL_TYPING };
  line.send(create(ClientFrameSchema, { kind: { case: 'signal', value } }));
}
