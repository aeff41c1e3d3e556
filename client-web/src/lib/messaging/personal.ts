import { type Draft as WireDraft, PersonalService, type Scheduled as WireScheduled } from '$lib/gen/wasl/messaging/v1/personal_pb';
import { line } from '$lib/wire/line';

const { method } = PersonalService;

export interface Draft {
  conversationId: string;
  text: string;
  /** The offset of what it answers; 0: nothing. */
  replyTo: number;
  updatedAt: number;
}

export const toDraft = (d: WireDraft): Draft => ({ conversationId: d.conversationId, text: d.text, replyTo: Number(d.replyTo), updatedAt: Number(d.updatedAtMs) });

export const listDrafts = async (): Promise<Draft[]> => (await line.call(method.listDrafts, {})).drafts.map(toDraft);
export const setDraft = async (conversationId: string, text: string, replyTo: number): Promise<number> =>
  Number((await line.call(method.setDraft, { conversationId, text, replyTo: BigInt(replyTo) })).updatedAtMs);

/** How far the others have read, by person. */
export async function listReceipts(conversationId: string): Promise<Record<string, number>> {
  const { receipts } = await line.call(method.listReceipts, { conversationId });
  return Object.fromEntries(receipts.map((r) => [r.personId, Number(r.readOffset)]));
}

export const receiptsHidden = async (): Promise<boolean> => (await line.call(method.getReceiptSetting, {})).hidden;
export const hideReceipts = (hidden: boolean) => line.call(method.setReceiptSetting, { hidden });

export interface Scheduled {
  id: string;
  conversationId: string;
  text: string;
  sendAt: number;
  /** The reason of a refusal; '': it waits. */
  failure: string;
}

const toScheduled = (s: WireScheduled): Scheduled => ({
  id: s.id,
  conversationId: s.conversationId,
  text: s.text,
  sendAt: Number(s.sendAtMs),
  failure: s.failure
});

export const listScheduled = async (): Promise<Scheduled[]> => (await line.call(method.listScheduled, {})).scheduled.map(toScheduled);
export const schedule = (conversationId: string, clientId: string, text: string, sendAt: number, replyTo: number) =>
  line.call(method.scheduleMessage, { conversationId, clientId: BigInt(clientId), text, sendAtMs: BigInt(sendAt), replyTo: BigInt(replyTo) });
/** `sendAt` 0: now. */
export const changeScheduled = (id: string, text: string, sendAt: number) =>
  line.call(method.changeScheduled, { id, text, sendAtMs: BigInt(sendAt) });
export const cancelScheduled = (id: string) => line.call(method.cancelScheduled, { id });
