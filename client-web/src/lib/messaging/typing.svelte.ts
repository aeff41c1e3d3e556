const shownMs = 6000;
const toldEveryMs = 3000;

/** Who writes, by conversation. Nothing here is stored or certain: a signal fades by itself. */
class Typing {
  #people = $state.raw<Record<string, string[]>>({});
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #told = new Map<string, number>();

  in(conversationId: string): string[] {
    return this.#people[conversationId] ?? [];
  }

  heard(conversationId: string, personId: string): void {
    const key = `${conversationId}:${personId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => this.stopped(conversationId, personId), shownMs));
    if (!this.in(conversationId).includes(personId)) this.#set(conversationId, [...this.in(conversationId), personId]);
  }

  stopped(conversationId: string, personId: string): void {
    const key = `${conversationId}:${personId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (this.in(conversationId).includes(personId)) {
      this.#set(conversationId, this.in(conversationId).filter((id) => id !== personId));
    }
  }

  /** At most one signal every few seconds. */
  mayTell(conversationId: string, now = Date.now()): boolean {
    if (now - (this.#told.get(conversationId) ?? 0) < toldEveryMs) return false;
    this.#told.set(conversationId, now);
    return true;
  }

  #set(conversationId: string, people: string[]): void {
    this.#people = { ...this.#people, [conversationId]: people };
  }
}

export const typing = new Typing();
