import { m } from '$lib/i18n/messages.svelte';
import { listWord } from '$lib/directory/specialists/words.svelte';
import type { Help } from './model';

const hourS = 3600;

/** "3 questions answered, 2 thanks, answers within 5 hours". */
export function helpText({ answered, thanks, medianSeconds }: Help): string {
  const hours = Math.max(1, Math.round(medianSeconds / hourS));
  return listWord([
    m.help_answered({ count: answered }),
    thanks > 0 ? m.help_thanks({ count: thanks }) : '',
    medianSeconds > 0 ? (hours > 36 ? m.help_within_days({ count: Math.round(hours / 24) }) : m.help_within_hours({ count: hours })) : ''
  ]);
}
