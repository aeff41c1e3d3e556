import { m } from '$lib/i18n/messages.svelte';
import { clockTime, dayAndTime, dayLabel, formatLocale, fullDate, listTime } from './format';
import { preferences } from './preferences.svelte';

let now = $state(Date.now());
setInterval(() => (now = Date.now()), 30_000);

export const locale = () => formatLocale(preferences.language, navigator.languages);
const words = () => ({ today: m.today(), yesterday: m.yesterday() });

/** Dates in the reader's language; they follow the language and the clock. */
export const when = {
  clock: (ms: number) => clockTime(ms, locale()),
  list: (ms: number) => listTime(ms, now, locale(), words()),
  day: (ms: number) => dayLabel(ms, now, locale(), words()),
  dayAndTime: (ms: number) => dayAndTime(ms, now, locale(), words()),
  date: (ms: number) => fullDate(ms, now, locale())
};

/** The reader's language, else the first that exists. */
export function localText(text: { ar: string; fr: string; en: string } | undefined): string {
  if (!text) return '';
  return text[preferences.language] || text.ar || text.fr || text.en;
}
