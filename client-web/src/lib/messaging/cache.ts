import type { Store } from '$lib/storage/store';
import { plainStanding } from './groups/model';
import type { Conversation, MessagingState } from './model';
import type { OutboxEntry } from './outbox';

const keptConversations = 60;
const keptMessages = 40;
const key = 'messaging';

export const activity = (c: Conversation) => c.lastMessage?.sentAt ?? c.createdAt;
const rank = (c: Conversation) => (c.archived ? 0 : c.pinned ? 2 : 1);
/** Pinned, others, archived; of each the latest first. What waits to be sent counts as activity. */
export function byActivity(conversations: Conversation[], outgoing: OutboxEntry[] = []): Conversation[] {
  const written = new Map(outgoing.map((e) => [e.conversationId, e.createdAt]));
  const at = (c: Conversation) => Math.max(activity(c), written.get(c.id) ?? 0);
  return conversations.sort((a, b) => rank(b) - rank(a) || at(b) - at(a));
}

/** The last list and its recent messages: what is shown while the server is away. */
export async function saveState(store: Store, state: MessagingState): Promise<void> {
  const recent = byActivity(Object.values(state.conversations)).slice(0, keptConversations);
  const conversations = Object.fromEntries(recent.map((c) => [c.id, { ...c, messages: c.newer ? [] : c.messages.slice(-keptMessages) }]));
  await store.put('cache', key, { ...state, conversations });
}

/** Cached messages are shown, not trusted: every conversation counts as not loaded. */
export async function loadState(store: Store, me: string): Promise<MessagingState | undefined> {
  const state = await store.get<MessagingState>('cache', key).catch(() => undefined);
  if (state?.me !== me) return undefined;
  const untrusted = Object.values(state.conversations).map((c) => [
    c.id,
    { ...plainStanding, ...c, loaded: false, older: false, newer: false, answered: c.answered ?? {}, pinnedCount: c.pinnedCount ?? 0, pinChange: 0, membersVersion: 0, mentioned: c.mentioned ?? 0, mayWrite: c.mayWrite ?? true, request: c.request ?? 'none' }
  ]);
  return { ...state, conversations: Object.fromEntries(untrusted) };
}
