import { untrack } from 'svelte';
import { listReviews } from './api';
import type { Review, ReviewFilter } from './model';

const lookAgainMs = 30_000;

/** What waits for the verifiers. Nothing tells them of changes: it is asked for again while it is shown. */
class Queue {
  filter = $state<ReviewFilter>('open');
  reviews = $state.raw<Review[] | null>(null);
  cursor = $state('');
  open = $state(0);
  failure = $state.raw<unknown>(null);
  busy = $state(false);
  #asked = 0;

  /** As many as were shown. */
  async look(): Promise<void> {
    const mine = ++this.#asked;
    const wanted = Math.max(this.reviews?.length ?? 0, 1);
    try {
      let list: Review[] = [];
      let cursor = '';
      let open = 0;
      do {
        const page = await listReviews(this.filter, cursor);
        list = [...list, ...page.reviews];
        cursor = page.nextCursor;
        open = page.open;
      } while (cursor && list.length < wanted);
      if (mine !== this.#asked) return;
      this.reviews = list;
      this.cursor = cursor;
      this.open = open;
      this.failure = null;
    } catch (error) {
      if (mine === this.#asked) this.failure = error;
    }
  }

  choose(filter: ReviewFilter): void {
    if (filter === this.filter) return;
    this.filter = filter;
    this.reviews = null;
    void this.look();
  }

  async more(): Promise<void> {
    const mine = ++this.#asked;
    this.busy = true;
    try {
      const page = await listReviews(this.filter, this.cursor);
      if (mine !== this.#asked) return;
      this.reviews = [...(this.reviews ?? []), ...page.reviews];
      this.cursor = page.nextCursor;
    } catch (error) {
      this.failure = error;
    } finally {
      this.busy = false;
    }
  }

  /** While the queue is on the screen. */
  follow(): () => void {
    untrack(() => void this.look());
    const again = () => document.visibilityState === 'visible' && void this.look();
    const timer = setInterval(again, lookAgainMs);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }
}

export const queue = new Queue();
