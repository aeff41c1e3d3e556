import ar from '$lib/gen/emoji/ar.json?url';
import en from '$lib/gen/emoji/en.json?url';
import fr from '$lib/gen/emoji/fr.json?url';
import { languages, type Language } from '$lib/i18n/preferences.svelte';
import { groupsOf, type EmojiFile, type EmojiGroup } from './search';

const urls: Record<Language, string> = { ar, fr, en };
const loaded = new Map<Language, Promise<EmojiGroup[]>>();

/** 25 to 30 KB a language, once. */
export function loadEmoji(language: Language): Promise<EmojiGroup[]> {
  const known = loaded.get(language);
  if (known) return known;
  const promise = fetch(urls[language]).then(async (response) => {
    if (!response.ok) throw new Error(`emoji: ${response.status}`);
    return groupsOf((await response.json()) as EmojiFile);
  });
  promise.catch(() => loaded.delete(language));
  loaded.set(language, promise);
  return promise;
}

export const otherLanguages = (language: Language): Language[] => languages.filter((l) => l !== language);

const key = 'wasl.emoji';
const most = 24;

export function recentEmoji(): string[] {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? '[]') as string[]).slice(0, most);
  } catch {
    return [];
  }
}

export function rememberEmoji(emoji: string): void {
  try {
    localStorage.setItem(key, JSON.stringify([emoji, ...recentEmoji().filter((e) => e !== emoji)].slice(0, most)));
  } catch {
    // Storage is refused: nothing is remembered.
  }
}
