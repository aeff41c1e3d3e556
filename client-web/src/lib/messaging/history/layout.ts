const assumedPx = 56;

/**
 * Where rows stand, one below the other, while the height of most is only assumed: an unmeasured row counts as high as
 * those measured so far. Reading is a look-up; a change costs one addition per row below it.
 */
export class Layout {
  #heights = new Float64Array(0);
  #known = new Uint8Array(0);
  #tops = new Float64Array(1);
  #valid = 0;
  #measuredPx = 0;
  #measuredRows = 0;

  get length(): number {
    return this.#heights.length;
  }
  get total(): number {
    return this.top(this.length);
  }

  /** Puts `before` rows in front and makes the whole `length` rows long; the rows in between keep what is known of them. */
  resize(before: number, length: number): void {
    const kept = Math.max(0, Math.min(this.length, length - before));
    const assumed = this.#measuredRows > 0 ? this.#measuredPx / this.#measuredRows : assumedPx;
    const heights = new Float64Array(length).fill(assumed);
    const known = new Uint8Array(length);
    heights.set(this.#heights.subarray(0, kept), before);
    known.set(this.#known.subarray(0, kept), before);
    this.#heights = heights;
    this.#known = known;
    this.#tops = new Float64Array(length + 1);
    this.#valid = 0;
  }

  /** Forgets every row, but not how high rows tend to be. */
  clear(): void {
    this.#heights = new Float64Array(0);
    this.#known = new Uint8Array(0);
  }

  measured(row: number, px: number): void {
    if (this.#known[row] && this.#heights[row] === px) return;
    if (!this.#known[row]) {
      this.#known[row] = 1;
      this.#measuredPx += px;
      this.#measuredRows += 1;
    }
    this.#heights[row] = px;
    this.#valid = Math.min(this.#valid, row);
  }

  top(row: number): number {
    for (; this.#valid < row; this.#valid++) {
      this.#tops[this.#valid + 1] = (this.#tops[this.#valid] ?? 0) + (this.#heights[this.#valid] ?? 0);
    }
    return this.#tops[row] ?? 0;
  }

  /** The row that covers this height; the first or the last one for what lies outside. */
  at(y: number): number {
    let low = 0;
    let high = Math.max(0, this.length - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
