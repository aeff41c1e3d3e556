import type { LineState } from './connection';

export type NetState = 'online' | 'offline' | 'reconnecting' | 'back' | 'refused';

const quietMs = 2000;
const patienceMs = 10_000;
const backMs = 4000;

/** What the banner says: a short loss is not worth a word, a long one means that nothing leaves for now. */
class Net {
  state = $state<NetState>('online');
  #timers: ReturnType<typeof setTimeout>[] = [];
  #waiting = false;

  follow(line: LineState): void {
    if (line === 'open') this.#opened();
    else if (line === 'refused') this.#enter('refused');
    else if (line === 'closed') this.#enter('online');
    else if (!this.#waiting) this.#lost();
  }

  /** The browser says that there is no network at all. */
  unplugged(): void {
    this.#clear();
    this.#waiting = true;
    this.state = 'offline';
  }

  #opened(): void {
    const told = this.state === 'offline' || this.state === 'reconnecting';
    this.#enter(told ? 'back' : 'online');
    if (told) this.#after(backMs, 'online');
  }

  #lost(): void {
    this.#clear();
    this.#waiting = true;
    if (!navigator.onLine) return this.unplugged();
    if (this.state === 'back') this.state = 'online';
    this.#after(quietMs, 'reconnecting');
    this.#after(patienceMs, 'offline');
  }

  #enter(state: NetState): void {
    this.#clear();
    this.#waiting = false;
    this.state = state;
  }

  #after(ms: number, state: NetState): void {
    this.#timers.push(setTimeout(() => (this.state = state), ms));
  }

  #clear(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
  }
}

export const net = new Net();
