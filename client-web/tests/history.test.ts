import { describe, expect, it } from 'vitest';
import { History } from '$lib/messaging/history/history';
import { Layout } from '$lib/messaging/history/layout';
import type { Message } from '$lib/messaging/model';

const message = (offset: number): Message => ({
  offset, authorId: 'a', clientId: String(offset), text: 'x', sentAt: 0, editedAt: 0, deletedAt: 0
});
const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => message(from + i));
const height = 600;

describe('layout', () => {
  it('assumes the usual height of what it has not measured', () => {
    const layout = new Layout();
    layout.resize(0, 10);
    layout.measured(3, 100);
    layout.measured(4, 50);
    expect(layout.total).toBe(8 * 56 + 150);
    layout.resize(5, 15);
    expect(layout.top(5)).toBe(5 * 75);
    expect(layout.top(10) - layout.top(8)).toBe(150);
  });
  it('finds the row at any height', () => {
    const layout = new Layout();
    layout.resize(0, 100);
    for (let row = 0; row < 100; row++) layout.measured(row, 10 + (row % 5));
    for (let row = 0; row < 100; row++) {
      expect(layout.at(layout.top(row))).toBe(row);
      expect(layout.at(layout.top(row + 1) - 0.5)).toBe(row);
    }
    expect([layout.at(-5), layout.at(1e6)]).toEqual([0, 99]);
  });
});

describe('history', () => {
  it('draws a bounded part that covers the view, wherever it is', () => {
    const history = new History();
    history.sync(span(1, 100_001), 0);
    for (const y of [0, 1000, 2_000_000, history.layout.total - height]) {
      const { from, to } = history.slice(y, height);
      expect(to - from).toBeLessThan(60);
      expect(history.layout.top(from)).toBeLessThanOrEqual(y);
      expect(history.layout.top(to)).toBeGreaterThanOrEqual(Math.min(history.layout.total, y + height));
    }
  });
  it('does not draw anew for every pixel', () => {
    const history = new History();
    history.sync(span(1, 1001), 0);
    const first = history.slice(20_000, height);
    expect(history.slice(20_200, height)).toEqual(first);
    expect(history.slice(21_500, height)).not.toEqual(first);
  });
  it('keeps its anchor on the same message when older ones come, and tells where that now is', () => {
    const history = new History();
    history.sync(span(1001, 2001), 0);
    history.hold(5000);
    const [anchor, top] = [history.anchor, history.layout.top(history.anchor)];
    history.sync(span(901, 2001), 0);
    expect(history.anchor).toBe(anchor + 100);
    expect(history.layout.top(history.anchor)).toBe(top + 100 * 56);
  });
  it('keeps it too when others follow, wait or leave the outbox', () => {
    const history = new History();
    history.sync(span(1, 101), 2);
    history.hold(2000);
    const { anchor } = history;
    history.sync(span(1, 103), 0);
    expect([history.anchor, history.length]).toEqual([anchor, 102]);
  });
  it('goes to the nearest message when the list is another one', () => {
    const history = new History();
    history.sync(span(1, 101), 0);
    history.anchor = 50;
    history.sync(span(40, 60), 0);
    expect(history.anchor).toBe(11);
    history.sync(span(500, 520), 3);
    expect(history.anchor).toBe(0);
    history.sync([], 0);
    expect([history.anchor, history.length]).toEqual([0, 0]);
  });
});
