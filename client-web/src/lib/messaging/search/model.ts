/** What somebody looks for, as the address of the page says it. */
export interface Asked {
  query: string;
  kind: Kind;
  conversationId: string;
  authorId: string;
  /** Days, "2026-11-25"; empty: open. The last one is part of it. */
  from: string;
  to: string;
  files: boolean;
}

export const kinds = ['all', 'messages', 'conversations', 'people', 'organisations'] as const;
export type Kind = (typeof kinds)[number];

export interface Span {
  start: number;
  length: number;
}

export interface FoundMessage {
  conversationId: string;
  offset: number;
  authorId: string;
  sentAt: number;
  excerpt: string;
  highlights: Span[];
  hasAttachment: boolean;
}

export interface FoundConversation {
  id: string;
  group: boolean;
  title: string;
  personId: string;
  highlights: Span[];
}

export const nothingAsked: Asked = { query: '', kind: 'all', conversationId: '', authorId: '', from: '', to: '', files: false };

const day = /^\d{4}-\d\d-\d\d$/;
const number = /^\d{1,18}$/;
const kept = (value: string | null, form: RegExp) => (value && form.test(value) ? value : '');

export function fromAddress(parameters: URLSearchParams): Asked {
  return {
    query: (parameters.get('q') ?? '').slice(0, 100),
    kind: kinds.find((k) => k === parameters.get('kind')) ?? 'all',
    conversationId: kept(parameters.get('in'), number),
    authorId: kept(parameters.get('by'), number),
    from: kept(parameters.get('from'), day),
    to: kept(parameters.get('to'), day),
    files: parameters.get('files') === '1'
  };
}

export function toAddress(asked: Asked): string {
  const { query, kind, conversationId, authorId, from, to, files } = asked;
  const values = { q: query, kind: kind === 'all' ? '' : kind, in: conversationId, by: authorId, from, to, files: files ? '1' : '' };
  const set = Object.entries(values).filter(([, value]) => value);
  return set.length > 0 ? `/search?${new URLSearchParams(set)}` : '/search';
}

/** Of messages alone: with one of these the other kinds have nothing to say. */
export const isFiltered = (asked: Asked) => Boolean(asked.conversationId || asked.authorId || asked.from || asked.to || asked.files);

/** The server looks for words, an author or attachments. */
export const canAsk = (asked: Asked) => Boolean(asked.query.trim() || asked.authorId || asked.files);

/** Midnight in the reader's time zone; 0 when there is none. */
export function startOf(date: string, daysLater = 0): number {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  const at = date ? new Date(year ?? 0, (month ?? 1) - 1, (dayOfMonth ?? 1) + daysLater).getTime() : 0;
  return Number.isFinite(at) ? Math.max(0, at) : 0;
}

export interface Part {
  text: string;
  marked: boolean;
}

/** A text cut where its highlights begin and end. */
export function parts(text: string, highlights: Span[]): Part[] {
  const out: Part[] = [];
  let at = 0;
  for (const { start, length } of [...highlights].sort((a, b) => a.start - b.start)) {
    if (start < at || length <= 0 || start + length > text.length) continue;
    if (start > at) out.push({ text: text.slice(at, start), marked: false });
    out.push({ text: text.slice(start, start + length), marked: true });
    at = start + length;
  }
  if (at < text.length) out.push({ text: text.slice(at), marked: false });
  return out;
}
