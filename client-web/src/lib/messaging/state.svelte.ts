import { Code, SignalType, StreamKind, type Event, type Hello, type ServerFrame, type Signal } from '$lib/gen/wasl/envelope_pb';
import { openStore, type Store } from '$lib/storage/store';
import { closeLine, line, openLine } from '$lib/wire/line';
import { hasCode, lineLost } from '$lib/wire/status';
import { conversation as conversationStream, person as personStream, Streams, type StreamName } from '$lib/wire/streams';
import { preferences } from '$lib/i18n/preferences.svelte';
import { readAhead } from './ahead';
import * as api from './api';
import type { Change } from './settings/api';
import { byActivity, loadState, saveState } from './cache';
import { decodeEvent, readyToDecode } from './decode';
import type { Content } from './content';
import { apply, moveMarker, withConversation } from './events';
import { emptyState, isMuted, isUnread, type Conversation, type Message, type MessagingState, type Person } from './model';
import { newClientId, Outbox, type OutboxEntry } from './outbox';
import type { Named } from './text/markdown';
import type { Extras } from './extras';
import { installed, Runs } from './runs';
import { typing } from './typing.svelte';

export interface MessagingOwner {
  /** The line opened in the name of this person. */
  hello(personId: string): void;
  /** The upgrade failed: perhaps the session has ended. */
  doubt(): void;
  refused(code: number): void;
  /** An event of the person's stream that belongs to another module. */
  personEvent(event: Event): void;
}

const saveAfterMs = 1500;
const markReadAfterMs = 300;
const summaryTries = 3;
const keptInMemory = 200;
const mostTyping = 50;

/** Conversations and messages of the signed-in person: what is known, what waits, and how it stays up to date. */
class Messaging {
  #state = $state.raw<MessagingState>(emptyState(''));
  /** `waiting`: nothing to show yet; `failed`: nothing, and the list could not be had. */
  list = $state<'waiting' | 'ready' | 'failed'>('waiting');
  outgoing = $state.raw<OutboxEntry[]>([]);
  drafts = $state.raw<Record<string, string>>({});
  /** A draft that another device has written last; a new object for every one. */
  draftElsewhere = $state.raw<{ conversationId: string; text: string } | null>(null);
  /** The server has asked for patience: until then nothing more is sent. */
  slowUntil = $state(0);
  members = $state.raw<Record<string, string[]>>({});
  missing = $state.raw<Record<string, boolean>>({});
  failedLoads = $state.raw<Record<string, boolean>>({});
  sentSinceLoss = $state(0);
  /** The message that the log is asked to show; a new object for every asking. */
  target = $state.raw<{ conversationId: string; offset: number } | null>(null);
  sorted = $derived(byActivity(Object.values(this.#state.conversations).filter(says), this.outgoing));
  unread = $derived(this.sorted.filter((c) => isUnread(c) && !c.archived && !isMuted(c)).length);

  #owner: MessagingOwner | null = null;
  #store: Store | null = null;
  #outbox: Outbox | null = null;
  #streams = new Streams(line, {
    head: (stream) => this.#head(stream),
    apply: (stream, event) => this.#apply(stream, event),
    reload: (stream) => this.#reload(stream),
    ended: (stream) => this.#ended(stream)
  });
  #synced = false;
  #generation = 0;
  #opened = '';
  #showAt = 0;
  /** Events can be decoded. */
  #decodes = false;
  #toFollow: StreamName[] = [];
  #loading = new Set<string>();
  #runs = new Runs({
    conversation: (id) => this.conversation(id),
    put: (conversation) => this.#set(withConversation(this.#state, conversation)),
    know: (people) => this.#know(people)
  });
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #extras: Extras | null = null;
  #readTimers = new Map<string, ReturnType<typeof setTimeout>>();

  get me(): string {
    return this.#state.me;
  }
  get people(): Record<string, Person> {
    return this.#state.people;
  }
  conversation(id: string): Conversation | undefined {
    return this.#state.conversations[id];
  }
  outgoingOf(conversationId: string): OutboxEntry[] {
    return this.outgoing.filter((e) => e.conversationId === conversationId);
  }
  /** Messages of the outbox that the server does not have. */
  get unsent(): number {
    return this.outgoing.filter((e) => e.state !== 'sent').length;
  }

  async open(me: string, owner: MessagingOwner): Promise<void> {
    const generation = ++this.#generation;
    this.#reset(me);
    this.#owner = owner;
    const store = await openStore(me);
    if (generation !== this.#generation) return;
    this.#store = store;
    this.#outbox = this.#makeOutbox(store);
    const [cached, drafts] = await Promise.all([loadState(store, me), store.get<Record<string, string>>('drafts', 'all')]);
    await this.#outbox.load();
    if (generation !== this.#generation) return;
    this.drafts = drafts ?? {};
    if (cached) {
      this.#state = cached;
      if (Object.keys(cached.conversations).length > 0) this.list = 'ready';
    }
    openLine({
      hello: (hello) => this.#hello(hello),
      frame: (frame) => this.#frame(frame),
      failed: () => this.#owner?.doubt(),
      refused: (code) => this.#owner?.refused(code)
    });
  }

  /** Ends everything and clears what this device kept, but for unsent messages when a session is ended from elsewhere. */
  async close(keep: 'nothing' | 'outbox'): Promise<void> {
    this.#generation += 1;
    closeLine();
    const store = this.#store;
    this.#reset('');
    if (keep === 'nothing') await store?.destroy().catch(() => undefined);
    else await Promise.all([store?.delete('cache', 'messaging'), store?.delete('cache', 'home'), store?.delete('drafts', 'all'), store?.delete('drafts', 'untold')]).catch(() => undefined);
  }

  #reset(me: string): void {
    this.#outbox?.close();
    this.#streams.clear();
    this.#toFollow = [];
    this.#decodes = false;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    this.#owner = this.#store = this.#outbox = null;
    this.#state = emptyState(me);
    this.outgoing = [];
    this.drafts = {};
    this.draftElsewhere = null;
    this.slowUntil = 0;
    this.#extras?.close();
    this.#extras = null;
    this.members = {};
    this.missing = {};
    this.failedLoads = {};
    this.target = null;
    this.list = 'waiting';
    this.#synced = false;
    this.#opened = '';
    this.#showAt = 0;
  }

  #makeOutbox(store: Store): Outbox {
    return new Outbox({
      store,
      ready: () => line.state === 'open',
      send: (entry) => api.sendMessage(entry),
      exclusive: (run) => exclusively(`wasl-outbox-${this.me}`, run),
      changed: (entries) => (this.outgoing = entries),
      slowed: (until) => (this.slowUntil = until),
      sent: () => (this.sentSinceLoss += 1)
    });
  }

  // ---- the line ----

  #hello(hello: Hello): void {
    this.#owner?.hello(hello.personId);
    if (hello.personId !== this.me) return;
    this.#streams.resume();
    if (this.#synced) this.#retryLoads();
    else void this.sync();
    void this.#outbox?.drain();
    for (const id of this.#readTimers.keys()) void this.#tellRead(id);
    if (this.list === 'ready') void this.#getReady().catch(() => undefined);
    if (this.#decodes) void this.#withExtras((extras) => extras.hello());
  }

  #follow(stream: StreamName): void {
    if (this.#decodes) this.#streams.follow(stream);
    else this.#toFollow.push(stream);
  }

  /** Behind the first screen: what events are decoded by is loaded once the list is there, and only then is it followed. */
  async #getReady(): Promise<void> {
    const generation = this.#generation;
    if (this.#decodes) return;
    await new Promise((resolve) => setTimeout(resolve)); // the list is drawn first
    await readyToDecode();
    if (generation !== this.#generation || this.#decodes) return;
    this.#decodes = true;
    for (const stream of this.#toFollow.splice(0)) this.#streams.follow(stream);
    void this.#withExtras((extras) => extras.hello());
  }

  async #withExtras(use: (extras: Extras) => void): Promise<void> {
    const generation = this.#generation;
    const { Extras } = await import('./extras');
    const store = this.#store;
    if (generation !== this.#generation || !store) return;
    this.#extras ??= new Extras({
      store,
      draft: (id) => this.drafts[id] ?? '',
      useDraft: (conversationId, text) => {
        this.#keepDraft(conversationId, text);
        this.draftElsewhere = { conversationId, text };
      },
      forget: (id) => this.#ended(conversationStream(id))
    });
    use(this.#extras);
  }

  #retryLoads(): void {
    const opened = this.conversation(this.#opened);
    if (this.#opened && (this.#showAt || !opened?.loaded)) void this.show(this.#opened, this.#showAt);
  }

  #frame(frame: ServerFrame): void {
    if (frame.kind.case === 'signal') this.#signal(frame.kind.value);
    else this.#streams.handle(frame);
  }

  #signal(signal: Signal): void {
    const { stream, type, personId } = signal;
    if (stream?.kind !== StreamKind.STREAM_CONVERSATION || personId === this.me) return;
    if (type === SignalType.SIGNAL_TYPING && heardIn(this.conversation(stream.key))) typing.heard(stream.key, personId);
    if (type === SignalType.SIGNAL_READ) this.#extras?.read(signal);
  }

  #head(stream: StreamName): number | undefined {
    if (stream.kind === StreamKind.STREAM_PERSON) return this.#state.personHead;
    return this.conversation(stream.key)?.head;
  }

  #apply(stream: StreamName, wire: Event): void {
    const incoming = decodeEvent(stream, wire);
    this.#set(apply(this.#state, incoming));
    if (incoming.stream === 'person') {
      this.#owner?.personEvent(wire);
      if (incoming.event.type === 'conversation-added') void this.#added(incoming.event.conversationId);
      if (incoming.event.type === 'unknown') void this.#withExtras((extras) => extras.personEvent(wire));
      if (incoming.event.type === 'conversation-removed') this.#removed(incoming.event.conversationId);
    } else {
      if (incoming.event.type === 'sent') this.#arrived(stream.key, incoming.event.message);
      if (this.conversation(stream.key)?.stale) void this.#refreshSummary(stream.key);
    }
  }

  #arrived(conversationId: string, { authorId, clientId, note }: Message): void {
    typing.stopped(conversationId, authorId);
    if (authorId === this.me) void this.#outbox?.settle(clientId);
    if ([authorId, ...(note?.personIds ?? [])].some((id) => !this.people[id])) void this.loadMembers(conversationId);
  }

  #removed(id: string): void {
    this.#streams.unfollow(conversationStream(id));
    if (this.#opened === id) this.missing = { ...this.missing, [id]: true };
  }

  async #added(conversationId: string): Promise<void> {
    await this.#fetchConversation(conversationId).catch(() => undefined);
  }

  #ended(stream: StreamName): void {
    if (stream.kind !== StreamKind.STREAM_CONVERSATION) return;
    const { [stream.key]: _gone, ...conversations } = this.#state.conversations;
    this.#set({ ...this.#state, conversations });
    this.missing = { ...this.missing, [stream.key]: true };
  }

  async #reload(stream: StreamName): Promise<void> {
    if (stream.kind === StreamKind.STREAM_PERSON) {
      await this.sync();
      if (!this.#synced) throw lineLost();
      return;
    }
    await this.#fetchConversation(stream.key);
    if (this.#opened === stream.key) await this.loadNewest(stream.key);
  }

  // ---- the list ----

  /** The first page at once, the others behind it: every conversation ends up live. */
  async sync(): Promise<void> {
    const generation = this.#generation;
    this.#synced = false;
    if (this.list === 'failed') this.list = 'waiting';
    try {
      let cursor = '';
      const listed = new Set<string>();
      do {
        const page = await api.listConversations(cursor);
        if (generation !== this.#generation) return;
        this.#know(page.people);
        this.#installAll(page.conversations, cursor === '' ? page.personHead : undefined);
        for (const { id } of page.conversations) listed.add(id);
        cursor = page.nextCursor;
        this.list = 'ready';
        void this.#getReady().catch(() => undefined); // else on the next hello
      } while (cursor);
      this.#forgetRequests(listed);
      this.#synced = true;
      this.#readAhead(generation);
    } catch {
      if (generation === this.#generation && this.list === 'waiting' && line.state === 'open') this.list = 'failed';
    }
    this.#retryLoads();
  }

  /** Requests that have been refused since, on another device: the list knows them no more. */
  #forgetRequests(listed: ReadonlySet<string>): void {
    const kept = Object.entries(this.#state.conversations).filter(([id, c]) => c.request !== 'to-answer' || listed.has(id));
    if (kept.length < Object.keys(this.#state.conversations).length) this.#set({ ...this.#state, conversations: Object.fromEntries(kept) });
  }

  #readAhead(generation: number): void {
    if (preferences.saver) return;
    const goesOn = () => generation === this.#generation && line.state === 'open';
    void readAhead(() => this.sorted.filter((c) => c.id !== this.#opened), (id) => this.loadNewest(id), goesOn);
  }

  #installAll(snapshots: Conversation[], personHead?: number): void {
    let next = this.#state;
    if (personHead !== undefined) next = { ...next, personHead: Math.max(personHead, next.personHead) };
    for (const snapshot of snapshots) next = installed(next, snapshot);
    this.#set(next);
    if (personHead !== undefined) this.#follow(personStream(this.me));
    for (const { id } of snapshots) this.#follow(conversationStream(id));
  }

  async #fetchConversation(id: string): Promise<Conversation | undefined> {
    const { conversation, people } = await api.getConversation(id);
    this.#know(people);
    this.members = { ...this.members, [id]: people.map((p) => p.id) };
    if (!conversation) return undefined;
    this.#installAll([conversation]);
    return conversation;
  }

  /** Asks for the counters again without skipping an event: the snapshot counts only when it is of the same head. */
  async #refreshSummary(id: string): Promise<void> {
    const busy = `summary:${id}`;
    if (this.#loading.has(busy)) return;
    this.#loading.add(busy);
    try {
      for (let i = 0; i < summaryTries; i++) {
        const { conversation: fresh, people } = await api.getConversation(id);
        this.#know(people);
        const known = this.conversation(id);
        if (!fresh || !known) return;
        if (fresh.head === known.head) {
          const { readOffset, unread, mentioned, mayWrite, request } = fresh;
          return this.#set(withConversation(this.#state, { ...known, readOffset, unread, mentioned, mayWrite, request, stale: false }));
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    } catch {
      // The mark stays: the next event or sync tries again.
    } finally {
      this.#loading.delete(busy);
    }
  }

  // ---- one conversation ----

  /** The conversation that the page shows, '' for none; and a message of it to begin with. */
  async show(id: string, at = 0): Promise<void> {
    if (this.#opened !== id) this.#trim(this.#opened);
    this.#opened = id;
    this.#showAt = at;
    if (!id || line.state !== 'open') return;
    try {
      if (!this.conversation(id)) await this.#fetchConversation(id);
      if (at && (await this.jump(id, { around: at })) === undefined) return;
      if (this.#opened === id && this.#synced) this.#showAt = 0; // else the list's snapshot may put the run in doubt
      if (!this.conversation(id)?.loaded) await this.loadNewest(id);
      if (this.conversation(id)?.markedUnread) await this.change(id, { markedUnread: false });
      if (!this.members[id]) await this.loadMembers(id);
    } catch (error) {
      if (hasCode(error, Code.NOT_FOUND) || hasCode(error, Code.PERMISSION_DENIED) || hasCode(error, Code.INVALID_ARGUMENT)) {
        this.missing = { ...this.missing, [id]: true };
      } else if (line.state === 'open') {
        this.failedLoads = { ...this.failedLoads, [id]: true };
      }
    }
  }

  /** Of a conversation that is left the newest messages stay: memory is bounded, and coming back costs nothing. */
  #trim(id: string): void {
    const known = this.conversation(id);
    if (!known || known.messages.length <= keptInMemory) return;
    this.#set(withConversation(this.#state, { ...known, messages: known.messages.slice(-keptInMemory), older: true }));
  }

  async loadMembers(id: string): Promise<void> {
    const busy = `members:${id}`;
    if (this.#loading.has(busy)) return;
    this.#loading.add(busy);
    try {
      const { people } = await api.getConversation(id);
      this.#know(people);
      this.members = { ...this.members, [id]: people.map((p) => p.id) };
    } catch {
      // Names stay unknown until the next message or visit.
    } finally {
      this.#loading.delete(busy);
    }
  }

  async loadNewest(id: string): Promise<void> {
    this.failedLoads = { ...this.failedLoads, [id]: false };
    await this.#runs.newest(id);
  }
  loadOlder(id: string): Promise<void> {
    return this.#runs.older(id);
  }
  loadNewer(id: string): Promise<void> {
    return this.#runs.newer(id);
  }
  loadAnswered(id: string, offset: number): Promise<void> {
    return this.#runs.answered(id, offset);
  }

  /** Shows a message, or the first one of a moment, wherever it is. False: there is none. Undefined: another was asked for meanwhile. */
  async jump(id: string, to: { around: number } | { atMs: number }): Promise<boolean | undefined> {
    const offset = await this.#runs.jump(id, to);
    if (typeof offset === 'number') this.target = { conversationId: id, offset };
    return offset === undefined ? undefined : offset !== false;
  }

  /** Moves the marker here at once, and on the server soon after. */
  markRead(id: string, offset: number): void {
    const known = this.conversation(id);
    if (!known || offset <= known.readOffset) return;
    this.#set(withConversation(this.#state, moveMarker(known, offset, this.me)));
    clearTimeout(this.#readTimers.get(id));
    this.#readTimers.set(id, setTimeout(() => void this.#tellRead(id), markReadAfterMs));
  }

  async #tellRead(id: string): Promise<void> {
    const offset = this.conversation(id)?.readOffset ?? 0;
    if (line.state !== 'open') return;
    try {
      await api.markRead(id, offset);
      this.#readTimers.delete(id);
    } catch {
      // Told again on the next hello.
    }
  }

  // ---- writing ----

  /** `fromDraft`: then the draft is done with. */
  async send(conversationId: string, text: string, content?: Content, fromDraft = true): Promise<void> {
    if (this.conversation(conversationId)?.newer) void this.loadNewest(conversationId).catch(() => undefined);
    await this.#outbox?.add(conversationId, text, content);
    if (fromDraft) this.setDraft(conversationId, '');
  }
  async forward(to: string, conversationId: string, { offset, text, authorId, content }: Message): Promise<void> {
    if (this.conversation(to)?.newer) void this.loadNewest(to).catch(() => undefined);
    await this.#outbox?.add(to, text, { ...content, forwarded: content?.forwarded ?? { authorId } }, { conversationId, offset });
  }
  retry(clientId: string): void {
    void this.#outbox?.retry(clientId);
  }
  discard(clientId: string): void {
    void this.#outbox?.discard(clientId);
  }
  async edit(conversationId: string, offset: number, text: string, mentions: Named[]): Promise<void> {
    await api.editMessage(conversationId, offset, text, mentions);
  }
  async remove(conversationId: string, offset: number): Promise<void> {
    await api.deleteMessage(conversationId, offset);
  }

  async react(conversationId: string, offset: number, emoji: string, remove: boolean): Promise<void> {
    const { react } = await import('./marks/api');
    await react(conversationId, offset, emoji, remove);
  }
  async pin(conversationId: string, offset: number, remove: boolean): Promise<void> {
    const { pin } = await import('./marks/api');
    await pin(conversationId, offset, remove);
  }

  /** What the reader sets for themselves; the list follows when the server says so. */
  async change(conversationId: string, change: Change): Promise<void> {
    const { changeSettings } = await import('./settings/api');
    await changeSettings(conversationId, change);
  }

  setDraft(conversationId: string, text: string): void {
    if ((this.drafts[conversationId] ?? '') === text) return;
    this.#keepDraft(conversationId, text);
    if (text && heardIn(this.conversation(conversationId)) && typing.mayTell(conversationId)) api.signalTyping(conversationId);
    void this.#withExtras((extras) => extras.drafted(conversationId));
  }

  #keepDraft(conversationId: string, text: string): void {
    const { [conversationId]: _old, ...others } = this.drafts;
    this.drafts = text ? { ...others, [conversationId]: text } : others;
    void this.#store?.put('drafts', 'all', this.drafts).catch(() => undefined);
  }

  /** Opens the direct conversation with a person; answers its id. */
  async direct(personId: string): Promise<string> {
    return this.#started(await api.openDirect(personId));
  }
  /** The same `clientId` for every retry of one group. */
  async group(clientId: string, title: string, personIds: string[]): Promise<string> {
    return this.#started(await api.createGroup(clientId, title, personIds));
  }

  /** What another module has made or joined; answers its id. */
  started(answer: { conversation: Conversation | undefined; people: Person[] }): string {
    return this.#started(answer);
  }

  #started({ conversation, people }: { conversation: Conversation | undefined; people: Person[] }): string {
    if (!conversation) return '';
    this.#know(people);
    this.#installAll([conversation]);
    return conversation.id;
  }

  // ---- keeping ----

  /** Keeps messages that are not in the run up to date beside it. */
  holdBeside(id: string, messages: Message[]): void {
    this.#runs.holdBeside(id, messages);
  }

  know(people: Person[]): void {
    this.#know(people);
  }
  #know(people: Person[]): void {
    if (people.length === 0) return;
    const added = Object.fromEntries(people.map((p) => [p.id, p]));
    this.#set({ ...this.#state, people: { ...this.#state.people, ...added } });
  }

  #set(next: MessagingState): void {
    if (next === this.#state) return;
    this.#state = next;
    this.#saveTimer ??= setTimeout(() => void this.#save(), saveAfterMs); // not later and later while events keep coming
  }

  async #save(): Promise<void> {
    this.#saveTimer = undefined;
    if (this.#store) await saveState(this.#store, this.#state).catch(() => undefined);
  }
}

/** Who types is told in conversations of a few, where one may answer. */
const heardIn = (c: Conversation | undefined) => c !== undefined && c.mayWrite && c.memberCount <= mostTyping;

/** Who has opened a conversation with a stranger or an organisation and written nothing is nobody's news. */
const says = (c: Conversation) => (c.request !== 'to-answer' && !c.inName) || c.lastMessage !== null;

async function exclusively(name: string, run: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request(name, run);
  else await run();
}

export { newClientId };
export const messaging = new Messaging();
