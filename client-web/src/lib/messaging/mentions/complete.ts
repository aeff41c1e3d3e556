import type { Named } from '../text/markdown';

/** An "@" with the beginning of a name behind it, up to where the person writes. */
export interface Opened {
  /** Where the "@" stands. */
  from: number;
  query: string;
}

const longestQuery = 40;
const foldable = /[\p{Mn}\u0640]/gu;
export const everyone = '0';

const fold = (text: string) => text.normalize('NFKD').replace(foldable, '').replace(/[أإآٱ]/gu, 'ا').replace(/ى/gu, 'ي').replace(/ة/gu, 'ه').toLowerCase();

/** Names have spaces: one is allowed, so that a second name narrows the choice. */
export function opened(text: string, caret: number): Opened | undefined {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  const query = before.slice(from + 1);
  if (from < 0 || query.length > longestQuery || /[\n@]|^\s|\s\S*\s/u.test(query)) return undefined;
  if (/[\p{L}\p{N}_.]/u.test(before[from - 1] ?? '')) return undefined; // an address
  return { from, query };
}

/** Those one of whose names begins with the query, the others' order kept; at most `most`. */
export function candidates(people: Named[], query: string, most = 6): Named[] {
  const wanted = fold(query.trim());
  const begins = ({ label }: Named) => fold(label).startsWith(wanted) || fold(label).split(/\s+/u).some((word) => word.startsWith(wanted));
  return people.filter(begins).slice(0, most);
}

/** Whom a text names: of people with the same name the first. */
export function namedIn(text: string, people: Named[]): Named[] {
  const labels = new Set<string>();
  return people.filter(({ label }) => {
    if (!label || labels.has(label) || !text.includes(`@${label}`)) return false;
    labels.add(label);
    return true;
  });
}
