import { PresenceService } from '$lib/gen/wasl/messaging/v1/presence_pb';
import { line } from '$lib/wire/line';

const everyMs = 60_000;
const idleMs = 3 * 60_000;
const hereMs = 3 * 60_000;

/** When people that somebody looks at were last active. One exchange a minute, while the page is in view. */
class Presence {
  #activeAt = $state.raw<Record<string, number>>({});
  #looked = new Map<string, number>();
  #touchedAt = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;

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

  start(): () => void {
    const touched = () => (this.#touchedAt = Date.now());
    const kinds = ['pointerdown', 'keydown', 'visibilitychange'];
    for (const kind of kinds) addEventListener(kind, touched, { passive: true, capture: true });
    this.#timer = setInterval(() => void this.exchange(), everyMs);
    void this.exchange();
    return () => {
      clearInterval(this.#timer);
      for (const kind of kinds) removeEventListener(kind, touched, { capture: true });
      this.#activeAt = {};
      this.#looked.clear();
    };
  }

  async exchange(): Promise<void> {
    if (document.visibilityState !== 'visible' || line.state !== 'open') return;
    const active = Date.now() - this.#touchedAt < idleMs;
    const personIds = [...this.#looked.keys()].slice(0, 100);
    if (!active && personIds.length === 0) return;
    try {
      const answer = await line.call(PresenceService.method.exchangePresence, { active, personIds });
      const drift = Date.now() - Number(answer.nowMs);
      const told = Object.fromEntries(personIds.map((id) => [id, 0]));
      for (const p of answer.people) told[p.personId] = Number(p.activeAtMs) + drift;
      this.#activeAt = { ...this.#activeAt, ...told };
    } catch {
      // The next minute tries again.
    }
  }
}

export const presence = new Presence();

export async function presenceHidden(): Promise<boolean> {
  return (await line.call(PresenceService.method.getPresenceSetting, {})).hidden;
}
export const hidePresence = (hidden: boolean) => line.call(PresenceService.method.setPresenceSetting, { hidden });
