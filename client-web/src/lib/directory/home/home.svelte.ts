import { session } from '$lib/accounts/session.svelte';
import { openStore, type Store } from '$lib/storage/store';
import { getHome, type Home } from './api';

const key = 'home';

async function withStore<T>(personId: string, use: (store: Store) => Promise<T>): Promise<T | undefined> {
  try {
    return await use(await openStore(personId));
  } catch {
    return undefined; // storage may be refused: the next visit asks the server
  }
}

/** The blocks of the first screen: as they were last time at once, then as they are. */
class HomeBlocks {
  shown = $state.raw<Home | null>(null);
  failure = $state.raw<unknown>(null);
  #of = '';
  #asked = 0;

  async load(): Promise<void> {
    const me = session.me?.id ?? '';
    const mine = ++this.#asked;
    if (this.#of !== me) {
      this.#of = me;
      this.shown = null;
    }
    this.failure = null;
    const fresh = getHome();
    fresh.catch(() => undefined);
    if (!this.shown) {
      const kept = await withStore(me, (store) => store.get<Home>('cache', key));
      if (mine === this.#asked && kept) this.shown ??= kept;
    }
    try {
      const home = await fresh;
      if (mine !== this.#asked || session.me?.id !== me) return;
      this.shown = home;
      await withStore(me, (store) => store.put('cache', key, home));
    } catch (error) {
      if (mine === this.#asked) this.failure = error;
    }
  }
}

export const home = new HomeBlocks();
