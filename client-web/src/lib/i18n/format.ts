import type { Language } from './preferences.svelte';

/** Western digits everywhere; Arabic months as they are said in the reader's country. */
export function formatLocale(language: Language, browserLanguages: readonly string[] = []): string {
  if (language !== 'ar') return language === 'fr' ? 'fr' : 'en-GB';
  const country = browserLanguages.find((tag) => /^ar-(MA|DJ)/.test(tag))?.slice(0, 5) ?? 'ar-TN';
  return `${country}-u-nu-latn`;
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions, ms: number): string {
  const key = locale + JSON.stringify(options);
  const formatter = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, formatter);
  return formatter.format(ms);
}

export interface DayWords {
  today: string;
  yesterday: string;
}

const startOfDay = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
const daysAgo = (ms: number, now: number) => Math.round((startOfDay(now) - startOfDay(ms)) / dayMs);

export const clockTime = (ms: number, locale: string) =>
  format(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, ms);

const calendarDay = (ms: number, now: number, locale: string) => {
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return format(locale, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }, ms);
};

const shortDay = (ms: number, now: number, locale: string) => {
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return sameYear
    ? format(locale, { day: 'numeric', month: 'short' }, ms)
    : format(locale, { day: '2-digit', month: '2-digit', year: 'numeric' }, ms);
};

/** In a list row: the time today, then yesterday, the weekday, the date. */
export function listTime(ms: number, now: number, locale: string, words: DayWords): string {
  const days = daysAgo(ms, now);
  if (days <= 0) return clockTime(ms, locale);
  if (days === 1) return words.yesterday;
  if (days < 7) return format(locale, { weekday: 'long' }, ms);
  return shortDay(ms, now, locale);
}

/** Between messages, and for what is to come. */
export function dayLabel(ms: number, now: number, locale: string, words: DayWords): string {
  const days = daysAgo(ms, now);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  if (Math.abs(days) < 7) return format(locale, { weekday: 'long', day: 'numeric', month: 'long' }, ms);
  return calendarDay(ms, now, locale);
}

/** Of what has been and of what will be. */
export function dayAndTime(ms: number, now: number, locale: string, words: DayWords): string {
  const later = daysAgo(ms, now) < 0;
  const day = later ? format(locale, { weekday: 'long', day: 'numeric', month: 'long' }, ms) : dayLabel(ms, now, locale, words);
  return `${day} ${clockTime(ms, locale)}`;
}

export const fullDate = (ms: number, now: number, locale: string) => calendarDay(ms, now, locale);

/** "12 km", "0,4 km". */
export const distanceWord = (kilometres: number, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilometer', maximumFractionDigits: kilometres < 10 ? 1 : 0 }).format(kilometres);
