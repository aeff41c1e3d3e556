import { m } from '$lib/i18n/messages.svelte';
import { preferences } from '$lib/i18n/preferences.svelte';
import { when } from '$lib/i18n/words.svelte';
import { countryWord, filing } from '../words.svelte';
import type { Available, Offer } from './model';

const words: Record<Available, () => string> = { open: m.available_open, busy: m.available_busy, away: m.available_away };
export const availableWord = (availability: Available): string => words[availability]();

export const languageWord = (code: string): string => new Intl.DisplayNames([preferences.language], { type: 'language' }).of(code) ?? code;

/** A region or a country. */
export const placeWord = (code: string): string => (code.length === 2 ? countryWord(code) : filing.region(code));

export const listWord = (names: string[]): string => names.filter(Boolean).join(m.list_separator());
export const placesOf = ({ places }: Offer): string => (places.length > 0 ? listWord(places.map(placeWord)) : m.helps_anywhere());
export const languagesOf = ({ languages }: Offer): string => listWord(languages.map(languageWord));

/** "Busy until 31 December". */
export const availabilityOf = ({ availability, busyUntil }: Offer): string =>
  availability === 'busy' && busyUntil ? m.available_busy_until({ date: when.date(Date.parse(`${busyUntil}T12:00`)) }) : availableWord(availability);
