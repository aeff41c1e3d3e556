import { m } from '$lib/i18n/messages.svelte';
import { locale } from '$lib/i18n/words.svelte';
import { kindOf, type Attachment } from './model';

/** What stands for files where there is no room for them. */
export function attachmentsPreview(attachments: Attachment[]): string {
  const [first] = attachments;
  if (!first) return '';
  if (attachments.length > 1) return m.attachments_count({ count: attachments.length });
  const kind = kindOf(first);
  return kind === 'picture' ? m.attachment_picture() : kind === 'voice' ? m.attachment_voice() : first.name;
}

/** Two digits that matter; Western digits in every language. */
export function sizeText(bytes: number): string {
  const round = (n: number) => (n < 10 ? Math.ceil(n * 10) / 10 : Math.ceil(n)).toLocaleString(locale());
  return bytes < 1_000_000 ? m.size_kb({ size: round(bytes / 1000) }) : m.size_mb({ size: round(bytes / 1_000_000) });
}

/** "0:07" */
export const lengthText = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
