import { expect, it } from 'vitest';
import { cell, csv } from '../src/lib/team/csv';

it('makes no cell a formula', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', ' =1', '\u200B=1', '\u00AD=1', '\u202E+1', '＝1', "'=1"]) expect(cell(text).replace(/^"/, '')[0]).toBe("'");
  expect(cell('Fin = début')).toBe('Fin = début');
});

it('quotes what would part cells or rows', () => {
  expect(csv([['a,b', 'say "x"'], ['جمعية', 'two\nlines']])).toBe('\uFEFF"a,b","say ""x"""\r\nجمعية,"two\nlines"\r\n');
});
