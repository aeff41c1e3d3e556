import { seatNews } from './events';

let versions = $state.raw<Record<string, number>>({});
let greetings = $state(0);

/** What shows an organisation reads `news.of(id)` in its effect, and so looks again when something of it has changed. */
export const news = {
  /** Of whichever organisation. */
  get any() {
    return greetings + Object.values(versions).reduce((sum, n) => sum + n, 0);
  },
  of: (organisationId: string) => greetings + (versions[organisationId] ?? 0),
  heard(type: number, body: Uint8Array): void {
    const told = seatNews(type, body);
    if (told) versions = { ...versions, [told.organisationId]: (versions[told.organisationId] ?? 0) + 1 };
  },
  /** The line was lost and is open again: something may have been missed. */
  hello(): void {
    greetings += 1;
  },
  forget(): void {
    versions = {};
  }
};
