import type { InboxState as WireState } from '$lib/gen/wasl/messaging/v1/inbox_pb';
import type { Conversation } from '../model';

/** How it stands with a conversation for those who answer. */
export interface InboxState {
  waiting: boolean;
  doneOffset: number;
  /** '': nobody has taken it on. */
  assigneeId: string;
}

export interface Entry {
  conversation: Conversation;
  state: InboxState;
}

export const filters = ['all', 'waiting', 'mine', 'done'] as const;
export type Filter = (typeof filters)[number];
export type Counts = Record<Filter, number>;

const named = (id: string) => (id === '0' ? '' : id);

export const toState = (wire?: WireState): InboxState => ({
  waiting: !!wire?.waiting,
  doneOffset: Number(wire?.doneOffset ?? 0),
  assigneeId: named(wire?.assigneeId ?? '0')
});

/** What every change of the reader's inboxes changes, too: time to ask again. */
export const signature = (conversations: readonly Conversation[]): number =>
  conversations.reduce((sum, c) => (c.inName ? sum + c.head + 1 : sum), 0);
