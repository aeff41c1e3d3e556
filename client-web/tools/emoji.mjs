// Writes src/lib/gen/emoji/{ar,fr,en}.json: emoji in the order of Unicode, named and described in each language by CLDR.
// One group is [name of the group, [emoji, name, other words]...].
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const load = createRequire(import.meta.url);
const read = (path) => JSON.parse(readFileSync(load.resolve(path), 'utf8'));

/** Newer ones are empty squares on phones that are still in use. */
const newestVersion = 14;
const languages = ['ar', 'fr', 'en'];

/** A flag is two letters of its country's code. */
function countryOf(emoji) {
  const letters = [...emoji].map((c) => c.codePointAt(0) - 0x1f1e6);
  return letters.length === 2 && letters.every((l) => l >= 0 && l < 26) ? String.fromCharCode(...letters.map((l) => l + 65)) : undefined;
}

function wordsIn(language) {
  const { annotations } = read(`cldr-annotations-full/annotations/${language}/annotations.json`).annotations;
  const countries = new Intl.DisplayNames([language], { type: 'region' });
  return (emoji) => {
    const country = countryOf(emoji);
    if (country) return { name: countries.of(country), others: [] };
    const found = annotations[emoji] ?? annotations[emoji.replaceAll('\ufe0f', '')];
    if (!found?.tts) return undefined;
    const [name] = found.tts;
    const named = name.split(' ');
    const others = new Set((found.default ?? []).flatMap((words) => words.split(' ')).filter((word) => !named.includes(word)));
    return { name, others: [...others] };
  };
}

export function generateEmoji(out) {
  mkdirSync(out, { recursive: true });
  const groups = read('unicode-emoji-json/data-by-group.json').map(({ slug, emojis }) => ({
    slug,
    emoji: emojis.filter((e) => Number(e.emoji_version) <= newestVersion).map((e) => e.emoji)
  }));
  for (const language of languages) {
    const words = wordsIn(language);
    const rows = (emoji) => emoji.flatMap((e) => (words(e) ? [[e, words(e).name, words(e).others.join(' ')]] : []));
    const list = groups.map((group) => [group.slug, ...rows(group.emoji)]);
    if (list.flat().length < 1200) throw new Error(`too few emoji in ${language}`);
    writeFileSync(join(out, `${language}.json`), JSON.stringify(list));
  }
}
