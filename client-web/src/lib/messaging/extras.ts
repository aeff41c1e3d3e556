// What is not needed for the first screen: drafts of other devices, scheduled messages, blocks, receipts, presence.
import { fromBinary } from '@bufbuild/protobuf';
import { EventType as AccountsEvent } from '$lib/gen/wasl/accounts/v1/accounts_pb';
import type { Event, Signal } from '$lib/gen/wasl/envelope_pb';
import { EventType } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { DraftSchema } from '$lib/gen/wasl/messaging/v1/personal_pb';
import { RequestRefusedSchema } from '$lib/gen/wasl/messaging/v1/safety_pb';
import { interests } from '$lib/directory/interests/interests.svelte';
import { news } from '$lib/directory/seats/news.svelte';
import { helpNews } from '$lib/directory/specialists/news.svelte';
import { withLateWords } from '$lib/i18n/preferences.svelte';
import { DraftSync, type DraftHome } from './drafts/drafts';
import { listDrafts, setDraft, toDraft } from './personal';
import { composing } from './composing.svelte';
import { known } from './events';
import { messaging } from './state.svelte';
import { presence } from './presence/presence.svelte';
import { receipts } from './receipts/receipts.svelte';
import { blocks } from './safety/blocks.svelte';
import { scheduled } from './scheduled/scheduled.svelte';

const replyTo = (conversationId: string) => composing.replyIn(conversationId)?.offset ?? 0;

/** What a draft of another device answers may be far up. */
async function useReply(conversationId: string, offset: number): Promise<void> {
  if (offset) await messaging.loadAnswered(conversationId, offset);
  const conversation = messaging.conversation(conversationId);
  composing.take(conversationId, offset && conversation ? known(conversation, offset) : undefined);
}

export interface Home extends Omit<DraftHome, 'replyTo' | 'useReply'> {
  forget(conversationId: string): void;
}

export class Extras {
  #home: Home;
  #drafts: DraftSync;
  #hidden = () => document.visibilityState === 'hidden' && this.#drafts.tellAll();

  constructor(home: Home) {
    this.#home = home;
    this.#drafts = new DraftSync({ ...home, replyTo, useReply }, { list: listDrafts, set: setDraft });
    composing.changed = (id) => home.draft(id) && this.#drafts.tellLater(id);
    document.addEventListener('visibilitychange', this.#hidden);
    presence.start();
    void withLateWords(import('./questions/notes')).catch(() => undefined);
  }

  /** The line is open. */
  hello(): void {
    void this.#drafts.sync();
    void receipts.refresh();
    void presence.exchange();
    void scheduled.refresh();
    blocks.changed();
    news.hello();
    helpNews.hello();
  }

  /** An event of the person's stream that the list knows nothing of. */
  personEvent({ type, body }: Event): void {
    if (type === EventType.EVENT_REQUEST_REFUSED) this.#home.forget(fromBinary(RequestRefusedSchema, body).conversationId);
    if (type === EventType.EVENT_SCHEDULED_CHANGED) void scheduled.refresh();
    if (type === AccountsEvent.EVENT_BLOCKS_CHANGED) blocks.changed();
    news.heard(type, body);
    interests.heard(type, body);
    helpNews.heard(type);
    if (type === EventType.EVENT_DRAFT_CHANGED) this.#drafts.elsewhere(toDraft(fromBinary(DraftSchema, body)));
  }

  read({ stream, personId, readOffset }: Signal): void {
    if (stream) receipts.heard(stream.key, personId, Number(readOffset));
  }

  drafted(conversationId: string): void {
    this.#drafts.tellLater(conversationId);
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#hidden);
    this.#drafts.close();
    composing.changed = () => undefined;
    presence.stop();
    blocks.forget();
    news.forget();
    interests.forget();
    scheduled.forget();
  }
}
