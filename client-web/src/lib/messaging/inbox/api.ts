import { InboxFilter, InboxService } from '$lib/gen/wasl/messaging/v1/inbox_pb';
import { line } from '$lib/wire/line';
import { toConversation, toPerson } from '../model';
import { toState, type Counts, type Filter } from './model';

const { method } = InboxService;

const wireFilters: Record<Filter, InboxFilter> = {
  all: InboxFilter.INBOX_ALL,
  waiting: InboxFilter.INBOX_WAITING,
  mine: InboxFilter.INBOX_MINE,
  done: InboxFilter.INBOX_DONE
};

/** The reader's one conversation with an organisation, made on first use. */
export async function openOrganisation(organisationId: string) {
  const { conversation, people } = await line.call(method.openOrganisation, { organisationId });
  return { conversation: conversation && toConversation(conversation), people: people.map(toPerson) };
}

export async function listInbox(filter: Filter, cursor = '', limit = 30) {
  const page = await line.call(method.listInbox, { filter: wireFilters[filter], cursor, limit });
  const counts: Counts = { all: page.allCount, waiting: page.waitingCount, mine: page.mineCount, done: page.allCount - page.waitingCount };
  return {
    entries: page.entries.flatMap(({ conversation, state }) => (conversation ? [{ conversation: toConversation(conversation), state: toState(state) }] : [])),
    people: page.people.map(toPerson),
    nextCursor: page.nextCursor,
    counts
  };
}

export async function getInboxState(conversationId: string) {
  const { state, people } = await line.call(method.getInboxState, { conversationId });
  return { state: toState(state), people: people.map(toPerson) };
}

/** 0: nothing is done any more. */
export const markDone = async (conversationId: string, offset: number) =>
  toState((await line.call(method.markDone, { conversationId, offset: BigInt(offset) })).state);

/** '' : nobody. `insteadOf`: whom the reader sees there now. */
export const assign = async (conversationId: string, personId: string, insteadOf: string) =>
  toState((await line.call(method.assign, { conversationId, personId: personId || '0', insteadOf: insteadOf || '0' })).state);
