import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { find, groupsOf, type EmojiFile } from '$lib/emoji/search';

const load = (language: string) =>
  groupsOf(JSON.parse(readFileSync(new URL(`../src/lib/gen/emoji/${language}.json`, import.meta.url), 'utf8')) as EmojiFile);
const [ar, fr, en] = ['ar', 'fr', 'en'].map(load) as [ReturnType<typeof load>, ReturnType<typeof load>, ReturnType<typeof load>];

describe('emoji', () => {
  it.each([
    [[ar, fr, en], 'قلب', '❤️'],
    [[ar, fr, en], 'القلب', '❤️'],
    [[ar, fr, en], 'تونس', '🇹🇳'],
    [[ar, fr, en], 'جيبوتي', '🇩🇯'],
    [[ar, fr, en], 'إبتسامة', '😀'],
    [[ar, fr, en], 'coeur', '❤️'],
    [[fr, ar, en], 'cœur rouge', '❤️'],
    [[fr, ar, en], 'fete', '🎉'],
    [[fr, ar, en], 'Maroc', '🇲🇦'],
    [[fr, ar, en], 'applaud', '👏'],
    [[en, ar, fr], 'thumbs up', '👍️'],
    [[en, ar, fr], 'شكرا', '🙏']
  ])('finds by what is typed in any of the three languages (%#)', (languages, query, emoji) => {
    const found = find(languages, query).map((e) => e.emoji.replaceAll('\ufe0f', ''));
    expect(found).toContain(emoji.replaceAll('\ufe0f', ''));
    expect(new Set(found).size).toBe(found.length);
  });
  it('names them in the language of the page', () => {
    expect(find([ar, fr, en], 'coeur rouge')[0]?.name).toBe('قلب أحمر');
  });
  it('finds nothing for nothing', () => {
    expect(find([ar, fr, en], ' - ')).toEqual([]);
    expect(find([ar, fr, en], 'zzzz')).toEqual([]);
  });
  it('has the same emoji in each language', () => {
    const all = [ar, fr, en].map((groups) => groups.flatMap((g) => g.emoji.map((e) => e.emoji)));
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
  });
});
