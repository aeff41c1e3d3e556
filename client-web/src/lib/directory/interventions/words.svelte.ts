import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { locale } from '$lib/i18n/words.svelte';
import { countryWord, filing } from '../words.svelte';
import type { Intervention } from './api';

knowReasons({
  'interventions.title_missing': m.error_interventions_title,
  'interventions.too_long': m.error_organisations_length,
  'interventions.bad_country': m.error_interventions_country,
  'interventions.sector_missing': m.error_interventions_sector,
  'interventions.bad_month': m.error_interventions_month,
  'interventions.bad_period': m.error_interventions_period,
  'interventions.bad_url': m.error_organisations_url,
  'interventions.full': m.error_interventions_full,
  'interventions.changed_meanwhile': m.error_interventions_meanwhile
});

const amounts = [m.not_told, m.amount_1, m.amount_2, m.amount_3, m.amount_4, m.amount_5];
export const amountWord = (band: number) => (amounts[band] ?? m.not_told)();

const monthWord = (month: number) => new Intl.DateTimeFormat(locale(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(Date.UTC(Math.floor(month / 100), (month % 100) - 1));
export const periodWord = ({ from, to }: Intervention) => (to ? m.period_from_to({ from: monthWord(from), to: monthWord(to) }) : m.period_from({ from: monthWord(from) }));

/** Its regions, or the whole country. */
export const territoryWord = ({ country, regions }: Intervention) =>
  regions.length === 0 ? m.intervention_whole({ country: countryWord(country) }) : regions.map(filing.region).join(m.list_separator());
