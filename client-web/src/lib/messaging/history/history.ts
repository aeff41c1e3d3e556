import type { Message } from '../model';
import { firstAbove } from './search';
import { Layout } from './layout';

/** How much is drawn above and below what is seen, in heights of the view; it is drawn anew when less than `least` is left. */
const spare = 1.25;
const least = 0.5;

/**
 * Which rows of a conversation have to be drawn: those in view and some around them, however many there are. The rows are
 * the messages, then what waits to be sent. `anchor` is the row that stays where it is when others come or change.
 */
export class History {
  readonly layout = new Layout();
  anchor = 0;
  #messages: Message[] = [];
  #from = 0;
  #to = 0;

  get length(): number {
    return this.layout.length;
  }

  /** Takes the rows as they are now. */
  sync(messages: Message[], waiting: number): void {
    const length = messages.length + waiting;
    if (messages === this.#messages && length === this.length) return;
    const before = rowsBefore(this.#messages, messages);
    if (before === undefined) this.#startAgain(messages);
    else {
      this.anchor += before;
      this.#from += before;
      this.#to += before;
    }
    this.layout.resize(before ?? 0, length);
    this.#messages = messages;
    this.anchor = clamp(this.anchor, length - 1);
    this.#to = clamp(this.#to, length);
    this.#from = clamp(this.#from, this.#to);
  }

  #startAgain(messages: Message[]): void {
    const offset = this.#messages[this.anchor]?.offset ?? Infinity;
    this.layout.clear();
    this.anchor = clamp(firstAbove(messages, offset - 1), messages.length - 1);
    this.#from = this.#to = 0;
  }

  /** Whether the drawn rows leave too little around what is seen. */
  wants(y: number, height: number): boolean {
    const { layout } = this;
    return this.length > 0 && (this.#from > layout.at(y - least * height) || this.#to <= layout.at(y + (1 + least) * height));
  }

  /** The rows to draw for a view that begins at `y`. */
  slice(y: number, height: number): { from: number; to: number } {
    if (this.wants(y, height)) {
      this.#from = this.layout.at(y - spare * height);
      this.#to = this.layout.at(y + (1 + spare) * height) + 1;
    }
    return { from: this.#from, to: this.#to };
  }

  /** Makes the first row that begins in view the anchor. */
  hold(y: number): void {
    const row = this.layout.at(y);
    this.anchor = clamp(this.layout.top(row) < y ? row + 1 : row, this.length - 1);
  }
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(value, most));

/** How many rows came in front of the known ones; undefined when these do not stand together as before. */
function rowsBefore(known: Message[], now: Message[]): number | undefined {
  const [first] = known;
  if (!first) return undefined;
  const before = firstAbove(now, first.offset - 1);
  const same = now[before]?.offset === first.offset && now[before + known.length - 1]?.offset === known.at(-1)?.offset;
  return same ? before : undefined;
}
