import { findPeople, listOrganisations, type Organisation } from '$lib/directory/api';
import type { Person } from '../model';
import { messaging } from '../state.svelte';
import { searchConversations, searchMessages } from './api';
import { canAsk, isFiltered, type Asked, type FoundConversation, type FoundMessage } from './model';

/** What was found of each kind, for the latest question; an older answer that comes late is dropped. */
export class Results {
  asked = $state.raw<Asked | null>(null);
  messages = $state.raw<FoundMessage[]>([]);
  conversations = $state.raw<FoundConversation[]>([]);
  people = $state.raw<Person[]>([]);
  organisations = $state.raw<Organisation[]>([]);
  /** Those whom the results name. */
  named = $state.raw<Record<string, Person>>({});
  places = $state.raw<Record<string, FoundConversation>>({});
  similar = $state(false);
  cursor = $state('');
  busy = $state(false);
  failure = $state.raw<unknown>(null);
  #turn = 0;

  readonly count = $derived(this.messages.length + this.conversations.length + this.people.length + this.organisations.length);

  clear(): void {
    this.#turn += 1;
    this.asked = this.failure = null;
    this.busy = false;
    this.#show([], [], []);
    this.messages = [];
  }

  async ask(asked: Asked): Promise<void> {
    if (!canAsk(asked)) return this.clear();
    const turn = ++this.#turn;
    this.busy = true;
    this.failure = null;
    const query = asked.query.trim();
    const only = isFiltered(asked) ? 'messages' : asked.kind;
    const wants = (kind: Asked['kind']) => only === 'all' || only === kind;
    try {
      const [found, conversations, people, organisations] = await Promise.all([
        wants('messages') ? searchMessages(asked) : null,
        wants('conversations') ? searchConversations(query) : null,
        wants('people') ? findPeople(query) : [],
        wants('organisations') ? listOrganisations({ query, sector: '', region: '' }) : null
      ]);
      if (turn !== this.#turn) return;
      this.#show(conversations?.conversations ?? [], people, organisations?.organisations ?? []);
      this.named = byId([...(found?.people ?? []), ...(conversations?.people ?? [])]);
      this.places = byId(found?.conversations ?? []);
      this.messages = found?.messages ?? [];
      this.cursor = found?.nextCursor ?? '';
      this.similar = found?.similar ?? false;
      this.asked = asked;
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  async more(): Promise<void> {
    const { asked, cursor } = this;
    if (!asked || !cursor || this.busy) return;
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const page = await searchMessages(asked, cursor);
      if (turn !== this.#turn) return;
      this.named = { ...this.named, ...byId(page.people) };
      this.places = { ...this.places, ...byId(page.conversations) };
      this.messages = [...this.messages, ...page.messages];
      this.cursor = page.nextCursor;
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  person(id: string): Person | undefined {
    return this.named[id] ?? messaging.people[id];
  }

  #show(conversations: FoundConversation[], people: Person[], organisations: Organisation[]): void {
    this.conversations = conversations;
    this.people = people;
    this.organisations = organisations;
    this.similar = false;
    this.cursor = '';
  }
}

const byId = <T extends { id: string }>(list: T[]): Record<string, T> => Object.fromEntries(list.map((item) => [item.id, item]));
