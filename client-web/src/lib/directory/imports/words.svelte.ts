import { errorText } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { Code } from '$lib/gen/wasl/envelope_pb';
import { WireError } from '$lib/wire/status';
import { fieldWord } from '../verification/words.svelte';
import '../profile/reasons';
import type { JobState } from './model';

const languages: Record<string, () => string> = { ar: m.language_ar, fr: m.language_fr, en: m.language_en };
const own: Record<string, () => string> = {
  latitude: m.import_latitude,
  longitude: m.import_longitude,
  email: m.contact_email,
  phone: m.contact_phone,
  fax: m.contact_fax,
  whatsapp: m.contact_whatsapp,
  address: m.contact_address,
  public_email: () => m.import_public({ what: m.contact_email() }),
  public_phone: () => m.import_public({ what: m.contact_phone() }),
  public_whatsapp: () => m.import_public({ what: m.contact_whatsapp() }),
  public_fax: () => m.import_public({ what: m.contact_fax() }),
  public_address: () => m.import_public({ what: m.contact_address() })
};

/** Of "name.fr", "region", "contacts[2].value". */
export function columnWord(field: string): string {
  const word = own[field]?.();
  if (word) return word;
  const [name = '', language = ''] = field.split(/[.[]/);
  const tongue = languages[language]?.();
  return tongue ? m.import_in_language({ what: fieldWord(name), language: tongue }) : fieldWord(name);
}

const reasonWords: Record<string, () => string> = {
  'imports.unknown_word': m.import_unknown_word,
  'imports.bad_number': m.import_bad_number,
  'imports.duplicate': m.import_duplicate,
  'organisations.bad_region': m.import_unknown_word,
  'organisations.bad_sector': m.import_unknown_word,
  'organisations.bad_country': m.import_unknown_word,
  'organisations.bad_place': m.import_bad_place
};
export const reasonWord = (reason: string) => reasonWords[reason]?.() ?? errorText(new WireError(Code.INVALID_ARGUMENT, reason, ''));

const stateWords: Record<JobState, () => string> = {
  uploading: m.import_uploading,
  reading: m.import_reading,
  ready: m.import_ready,
  running: m.import_running,
  done: m.import_done,
  cancelled: m.import_cancelled,
  failed: m.import_failed
};
export const stateWord = (state: JobState) => stateWords[state]();
export const stateTag: Record<JobState, string> = {
  uploading: 'tag--info',
  reading: 'tag--info',
  ready: 'tag--accent',
  running: 'tag--info',
  done: 'tag--success',
  cancelled: '',
  failed: 'tag--danger'
};

const failureWords: Record<string, () => string> = {
  'imports.not_text': m.import_not_text,
  'imports.no_rows': m.import_no_rows,
  'imports.too_many_rows': m.import_too_many_rows,
  'imports.too_many_columns': m.import_too_many_columns,
  'imports.cell_too_long': m.import_cell_too_long
};
export const failureWord = (failure: string) => (failureWords[failure] ?? m.import_not_text)();

const encodingWords: Record<string, () => string> = { 'utf-8': m.encoding_utf8, 'utf-16': m.encoding_utf16, 'windows-1256': m.encoding_1256, 'windows-1252': m.encoding_1252 };
export const encodingWord = (encoding: string) => encodingWords[encoding]?.() ?? encoding;
