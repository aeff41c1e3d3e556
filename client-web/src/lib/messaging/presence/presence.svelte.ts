import { PresenceService } from '$lib/gen/wasl/messaging/v1/presence_pb';
import { line } from '$lib/wire/line';

const everyMs = 60_000;
const idleMs = 3 * 60_000;
const hereMs = 3 * 60_000;
const touches = ['pointerdown', 'keydown', 'visibilitychange'];
const { method } = PresenceService;

/** When people that somebody looks at were last active. One exchange a minute, while the page is in view. */
class Presence {
  #activeAt = $state.raw<Record<string, number>>({});
  #looked = new Map<string, number>();
  #touchedAt = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;
  #touched = () => (this.#touchedAt = Date.now());

  /** Milliseconds since the epoch; 0: unknown or hidden. */
  activeAt(personId: string): number {
    return this.#activeAt[personId] ?? 0;
  }

  isHere(personId: string, now: number): boolean {
    return now - this.activeAt(personId) < hereMs;
  }

  /** Looks at somebody until the answer is called. */
  look(personId: string): () => void {
    this.#looked.set(personId, (this.#looked.get(personId) ?? 0) + 1);
    void this.exchange();
    return () => {
      const left = (this.#looked.get(personId) ?? 1) - 1;
      if (left > 0) this.#looked.set(personId, left);
      else this.#looked.delete(personId);
    };
  }

  start(): void {
    this.stop();
    for (const kind of touches) addEventListener(kind, this.#touched, { passive: true, capture: true });
    this.#timer = setInterval(() => void this.exchange(), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const kind of touches) removeEventListener(kind, this.#touched, { capture: true });
    this.#activeAt = {};
  }

  async exchange(): Promise<void> {
    if (document.visibilityState !== 'visible' || line.state !== 'open') return;
    const active = Date.now() - this.#touchedAt < idleMs;
    const personIds = [...this.#looked.keys()].slice(0, 100);
    if (!active && personIds.length === 0) return;
    try {
      const answer = await line.call(method.exchangePresence, { active, personIds });
      const drift = Date.now() - Number(answer.nowMs);
      const told = Object.fromEntries(personIds.map((id) => [id, 0]));
      for (const p of answer.people) told[p.personId] = Number(p.activeAtMs) + drift;
      this.#activeAt = { ...this.#activeAt, ...told };
    } catch {
      // The next minute tries again.
    }
  }

  async hidden(): Promise<boolean> {
    return (await line.call(method.getPresenceSetting, {})).hidden;
  }

  /** Whoever hides sees nobody: what was known is forgotten at once. */
  async hide(hidden: boolean): Promise<void> {
    await line.call(method.setPresenceSetting, { hidden });
    this.#activeAt = {};
    void this.exchange();
  }
}

export const presence = new Presence();
