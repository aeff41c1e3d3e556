import { MarkService } from '$lib/gen/wasl/messaging/v1/marks_pb';
import { line } from '$lib/wire/line';
import { toMessage, toPerson } from '../model';

const { method } = MarkService;
const at = (conversationId: string, offset: number) => ({ conversationId, offset: BigInt(offset) });

export const react = (conversationId: string, offset: number, emoji: string, remove: boolean) =>
  line.call(method.react, { ...at(conversationId, offset), emoji, remove });

export async function listReactions(conversationId: string, offset: number, cursor: string) {
  const page = await line.call(method.listReactions, { ...at(conversationId, offset), cursor });
  const reactions = page.reactions.map(({ emoji, personId }) => ({ emoji, personId }));
  return { reactions, people: page.people.map(toPerson), nextCursor: page.nextCursor };
}

export const pin = (conversationId: string, offset: number, remove: boolean) =>
  line.call(method.pinMessage, { ...at(conversationId, offset), remove });

export async function listPinned(conversationId: string) {
  const page = await line.call(method.listPinned, { conversationId });
  return { messages: page.messages.map(toMessage), people: page.people.map(toPerson) };
}

export async function listVersions(conversationId: string, offset: number, before: number) {
  const page = await line.call(method.listVersions, { ...at(conversationId, offset), before });
  const versions = page.versions.map((v) => ({ version: v.version, text: v.text, writtenAt: Number(v.writtenAtMs) }));
  return { versions, more: page.more };
}
