import { fromBinary } from '@bufbuild/protobuf';
import { EventType, MeChangedSchema } from '$lib/gen/wasl/accounts/v1/accounts_pb';
import { Code, type Event } from '$lib/gen/wasl/envelope_pb';
import { preferences, type Language } from '$lib/i18n/preferences.svelte';
import { messaging } from '$lib/messaging/state.svelte';
import { hasCode } from '$lib/wire/status';
import * as api from './api';

const key = 'wasl.me';
const sessionEnded = 4100;
/** PictureEventType.EVENT_PICTURE_CHANGED, whose file the first screen does without. */
const pictureChanged: number = 4;
/** TeamEventType.EVENT_ROLES_CHANGED. */
const rolesChanged: number = 171;

/** Who uses this page. `unknown` until the first answer; `unreachable` when there is none and nobody is remembered. */
class Session {
  status = $state<'unknown' | 'in' | 'out' | 'unreachable'>('unknown');
  me = $state.raw<api.Me | null>(null);
  /** The session was ended from elsewhere: the sign-in page says so. */
  endedElsewhere = $state(false);
  #verified = false;
  /** Signing out: the line may learn of the end before the answer comes. */
  #leaving = false;

  async start(): Promise<void> {
    const remembered = recall();
    if (remembered) return this.#enter(remembered);
    this.status = 'unknown';
    try {
      const me = await api.getMe();
      this.#verified = true;
      await this.#enter(me);
    } catch (error) {
      this.status = hasCode(error, Code.UNAUTHENTICATED) ? 'out' : 'unreachable';
    }
  }

  async signIn(email: string, password: string, staySignedIn: boolean): Promise<void> {
    const me = await api.signIn(email, password, staySignedIn);
    this.#verified = true;
    if (preferences.languageChosen && me.language !== preferences.language) {
      void api.setLanguage(preferences.language).catch(() => undefined);
    } else if (me.language) {
      await preferences.useLanguage(me.language);
    }
    await this.#enter(me);
  }

  /** Clears what this device kept, whether or not the server could be told. */
  async signOut(tell: () => Promise<unknown> = api.signOut): Promise<void> {
    this.#leaving = true;
    try {
      await tell().catch((error: unknown) => {
        if (!hasCode(error, Code.UNAUTHENTICATED)) throw error;
      });
      await this.#leave('nothing');
    } finally {
      this.#leaving = false;
    }
  }

  async setLanguage(language: Language): Promise<void> {
    await preferences.useLanguage(language);
    preferences.languageChosen = true;
    if (this.status === 'in') await api.setLanguage(language).catch(() => undefined);
  }

  async #enter(me: api.Me): Promise<void> {
    this.me = me;
    remember(me);
    this.endedElsewhere = false;
    this.status = 'in';
    await messaging.open(me.id, {
      hello: (personId) => void this.#greeted(personId),
      doubt: () => void this.check(),
      refused: (code) => void (code === sessionEnded && this.#ended()),
      personEvent: (event) => this.#changed(event)
    });
  }

  async #greeted(personId: string): Promise<void> {
    if (personId !== this.me?.id) {
      forget();
      location.reload();
    } else if (!this.#verified) {
      await this.check();
    }
  }

  /** Asks the server who this is, as it stands now. */
  async check(): Promise<void> {
    try {
      const me = await api.getMe();
      if (me.id !== this.me?.id) return;
      this.#verified = true;
      this.me = me;
      remember(me);
    } catch (error) {
      if (hasCode(error, Code.UNAUTHENTICATED)) await this.#ended();
    }
  }

  async #ended(): Promise<void> {
    if (this.status !== 'in' || this.#leaving) return;
    await this.#leave('outbox');
    this.endedElsewhere = true;
  }

  async #leave(keep: 'nothing' | 'outbox'): Promise<void> {
    forget();
    this.#verified = false;
    this.status = 'out';
    this.me = null;
    if (keep === 'nothing') clearTab();
    await messaging.close(keep);
  }

  #changed(event: Event): void {
    if (event.type === pictureChanged || event.type === rolesChanged) void this.check();
    if (event.type !== EventType.EVENT_ME_CHANGED) return;
    const language = api.fromWireLanguage(fromBinary(MeChangedSchema, event.body).language);
    if (language && language !== preferences.language) void preferences.useLanguage(language);
  }
}

function recall(): api.Me | null {
  try {
    const me = JSON.parse(localStorage.getItem(key) ?? 'null') as api.Me | null;
    return me?.id ? me : null;
  } catch {
    return null;
  }
}

function remember(me: api.Me): void {
  try {
    localStorage.setItem(key, JSON.stringify(me));
  } catch {
    // Storage may be refused: the next visit asks the server.
  }
}

function forget(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** What was typed in this tab is not the next person's. */
function clearTab(): void {
  try {
    sessionStorage.clear();
  } catch {
    // not allowed here: then nothing is there
  }
}

export const session = new Session();
