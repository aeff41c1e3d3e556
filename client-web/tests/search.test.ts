import { describe, expect, it } from 'vitest';
import { canAsk, fromAddress, isFiltered, nothingAsked, parts, startOf, toAddress, type Asked } from '../src/lib/messaging/search/model';

const read = (address: string) => fromAddress(new URL(address, 'https://wasl.example').searchParams);

describe('what is asked', () => {
  it('survives the address', () => {
    const asked: Asked = { query: 'جمعية l’eau ', kind: 'people', conversationId: '12', authorId: '3', from: '2026-01-31', to: '2026-02-01', files: true };
    expect(read(toAddress(asked))).toEqual(asked);
    expect(read(toAddress(nothingAsked))).toEqual(nothingAsked);
    expect(toAddress(nothingAsked)).toBe('/search');
  });

  it('drops what no search could have made', () => {
    expect(read('/search?kind=x&in=-1&by=1e9&from=yesterday&to=2026-1-1&files=yes')).toEqual(nothingAsked);
    expect(read(`/search?q=${'a'.repeat(200)}`).query).toHaveLength(100);
  });

  it('needs a word, an author or attachments', () => {
    expect(canAsk(nothingAsked)).toBe(false);
    expect(canAsk({ ...nothingAsked, query: ' ', conversationId: '1', from: '2026-01-01' })).toBe(false);
    expect(canAsk({ ...nothingAsked, query: 'a' })).toBe(true);
    expect(canAsk({ ...nothingAsked, authorId: '1' })).toBe(true);
    expect(isFiltered({ ...nothingAsked, query: 'a', kind: 'people' })).toBe(false);
    expect(isFiltered({ ...nothingAsked, to: '2026-01-01' })).toBe(true);
  });

  it('counts days in the reader’s time zone', () => {
    expect(startOf('')).toBe(0);
    expect(new Date(startOf('2026-03-31', 1)).toDateString()).toBe(new Date(2026, 3, 1).toDateString());
    expect(startOf('1950-01-01')).toBe(0);
  });
});

describe('highlights', () => {
  const text = (t: string, ...spans: [number, number][]) =>
    parts(t, spans.map(([start, length]) => ({ start, length }))).map((p) => (p.marked ? `[${p.text}]` : p.text)).join('');

  it('cut the text where they begin and end', () => {
    expect(text('un projet, deux projets', [3, 6], [16, 7])).toBe('un [projet], deux [projets]');
    expect(text('😀 أهلا', [3, 4])).toBe('😀 [أهلا]');
    expect(text('abc')).toBe('abc');
    expect(text('abc', [0, 3])).toBe('[abc]');
    expect(parts('', [])).toEqual([]);
  });

  it('never lose or repeat a letter, whatever they say', () => {
    for (const spans of [[[2, 9]], [[5, 1]], [[0, 0]], [[1, 2], [2, 1]], [[2, 1], [0, 1]]] as [number, number][][]) {
      expect(parts('abcd', spans.map(([start, length]) => ({ start, length }))).map((p) => p.text).join('')).toBe('abcd');
    }
  });
});
