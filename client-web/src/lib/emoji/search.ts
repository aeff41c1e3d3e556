export interface Emoji {
  emoji: string;
  name: string;
  /** Folded, one space before each. */
  words: string;
}

export interface EmojiGroup {
  slug: string;
  emoji: Emoji[];
}

export type EmojiFile = [slug: string, ...rows: [emoji: string, name: string, others: string][]][];

/** Letters as they are typed in a hurry: without accents, vowel signs, hamza and capitals. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}ـ]/gu, '')
    .replace(/œ/g, 'oe')
    .replace(/ٱ/g, 'ا')
    .replace(/ة/g, 'ه')
    .replace(/ى/g, 'ي')
    .toLowerCase();

export const groupsOf = (file: EmojiFile): EmojiGroup[] =>
  file.map(([slug, ...rows]) => ({
    slug,
    emoji: rows.map(([emoji, name, others]) => ({ emoji, name, words: ` ${fold(`${name} ${others}`)}` }))
  }));

const withoutArticle = (word: string) => (/^ال.{2}/u.test(word) ? word.slice(2) : word);

/** Each word that was typed has to begin one of the emoji's words; the Arabic article makes no difference. */
const matches = (words: string, typed: string[]) =>
  typed.every((word) => [word, withoutArticle(word), `ال${word}`].some((form) => words.includes(` ${form}`)));

/** Those of the first language come first, among them those named so before those only described so. */
export function find(languages: EmojiGroup[][], query: string): Emoji[] {
  const typed = fold(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (typed.length === 0) return [];
  const [own = []] = languages;
  const shown = new Map(own.flatMap((group) => group.emoji).map((e) => [e.emoji, e]));
  const found = languages.flatMap((groups) => {
    const here = groups.flatMap((group) => group.emoji).filter((e) => matches(e.words, typed));
    const named = here.filter((e) => matches(` ${fold(e.name)}`, typed));
    return [...named, ...here];
  });
  return [...new Set(found.map((e) => e.emoji))].flatMap((emoji) => shown.get(emoji) ?? []);
}
