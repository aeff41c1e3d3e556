import type { Person } from '../model';
import * as api from './api';

/** Whom the signed-in person has blocked; null until it is known. */
class Blocks {
  people = $state.raw<Person[] | null>(null);

  has(personId: string): boolean {
    return this.people?.some((p) => p.id === personId) ?? false;
  }

  async load(): Promise<void> {
    this.people = await api.listBlocked();
  }

  async block(person: Person): Promise<void> {
    await api.blockPerson(person.id);
    this.people = [person, ...(this.people ?? []).filter((p) => p.id !== person.id)];
  }

  async unblock(personId: string): Promise<void> {
    await api.unblockPerson(personId);
    this.people = (this.people ?? []).filter((p) => p.id !== personId);
  }

  /** Another device blocked or unblocked somebody: who asks next hears it. */
  changed(): void {
    if (this.people) void this.load().catch(() => undefined);
  }

  forget(): void {
    this.people = null;
  }
}

export const blocks = new Blocks();
