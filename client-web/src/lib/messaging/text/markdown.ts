/**
 * The little Markdown that people write in messages: bold, italic, struck out, code, links, lists. What comes out is a tree of
 * plain values that components render as elements: no HTML is ever made from text. Whatever is not closed, or points to no
 * http(s) or mail address, stays as it was typed. Line ends are kept.
 */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'strong' | 'em' | 'strike'; inner: Inline[] }
  | { type: 'link'; href: string; inner: Inline[] }
  | { type: 'mention'; personId: string; text: string };

export type Block =
  | { type: 'paragraph'; inner: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'list'; start: number | undefined; items: Inline[][] };

/** A person (or '0': everyone) whom the text names as `@label`. */
export interface Named {
  personId: string;
  label: string;
}

const deepest = 6;
const fence = /^\s{0,3}```/;
const item = /^\s{0,3}(?:([-*•])|(\d{1,3})[.)])\s+(\S.*)$/u;

export function parse(text: string, named: Named[] = []): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let open: string[] = [];
  const close = () => {
    if (open.length > 0) blocks.push({ type: 'paragraph', inner: inline(open.join('\n'), named) });
    open = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const end = fence.test(line) ? lines.findIndex((l, n) => n > i && fence.test(l)) : -1;
    if (end > i) {
      close();
      blocks.push({ type: 'code', text: lines.slice(i + 1, end).join('\n') });
      i = end;
    } else if (item.test(line)) {
      close();
      const list = listFrom(lines, i, named);
      blocks.push(list);
      i += list.items.length - 1;
    } else if (line.trim() === '') close();
    else open.push(line);
  }
  close();
  return blocks;
}

/** Lines of one kind, from `first` on. */
function listFrom(lines: string[], first: number, named: Named[]): Extract<Block, { type: 'list' }> {
  const [, , number] = item.exec(lines[first] ?? '') ?? [];
  const items: Inline[][] = [];
  for (const line of lines.slice(first)) {
    const match = item.exec(line);
    if (!match || (match[2] === undefined) !== (number === undefined)) break;
    items.push(inline(match[3] ?? '', named));
  }
  return { type: 'list', start: number === undefined ? undefined : Number(number), items };
}

const inline = (text: string, named: Named[]): Inline[] => new Scanner(text, longestFirst(named), deepest).run();

const longestFirst = (named: Named[]) => named.filter((n) => n.label).sort((a, b) => b.label.length - a.label.length);
const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}\p{M}_]/u.test(char);
const isSpace = (char: string | undefined) => char === undefined || /\s/.test(char);

const pairs = [
  { mark: '**', type: 'strong', tight: false },
  { mark: '~~', type: 'strike', tight: false },
  { mark: '*', type: 'em', tight: true },
  { mark: '_', type: 'em', tight: true }
] as const;

const address = /^(?:https?:\/\/|www\.)[^\s<>"“”«»]+/iu;
const mail = /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/u;
const closing: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

class Scanner {
  readonly #out: Inline[] = [];
  #plain = '';
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly named: Named[],
    private readonly depth: number
  ) {}

  run(): Inline[] {
    while (this.#at < this.text.length) {
      const found = this.#found();
      if (found) {
        this.#flush();
        this.#out.push(found.token);
        this.#at = found.end;
      } else {
        this.#plain += this.text[this.#at];
        this.#at += 1;
      }
    }
    this.#flush();
    return this.#out;
  }

  #flush(): void {
    if (this.#plain) this.#out.push({ type: 'text', text: this.#plain });
    this.#plain = '';
  }

  #found(): { token: Inline; end: number } | undefined {
    const char = this.text[this.#at] ?? '';
    if (char === '`') return this.#code();
    if (char === '@') return this.#mention();
    if (this.depth === 0) return undefined;
    if (char === '[') return this.#link();
    if (char === '*' || char === '_' || char === '~') return this.#pair();
    if (!isWord(this.text[this.#at - 1]) && /[\w]/.test(char)) return this.#address();
    return undefined;
  }

  #code() {
    const end = this.text.indexOf('`', this.#at + 1);
    const text = this.text.slice(this.#at + 1, end);
    if (end < 0 || !text.trim() || text.includes('\n')) return undefined;
    return { token: { type: 'code', text } as const, end: end + 1 };
  }

  #mention() {
    if (isWord(this.text[this.#at - 1])) return undefined;
    const named = this.named.find(({ label }) => this.text.startsWith(label, this.#at + 1) && !isWord(this.text[this.#at + 1 + label.length]));
    if (!named) return undefined;
    const text = `@${named.label}`;
    return { token: { type: 'mention', personId: named.personId, text } as const, end: this.#at + text.length };
  }

  #pair() {
    for (const { mark, type, tight } of pairs) {
      if (!this.text.startsWith(mark, this.#at)) continue;
      const from = this.#at + mark.length;
      const longer = mark.length === 1 && (this.text[from] === mark || this.text[this.#at - 1] === mark);
      if (longer || isSpace(this.text[from]) || (tight && isWord(this.text[this.#at - 1]))) continue;
      const end = this.#closeOf(mark, tight, from);
      if (end >= 0) return { token: { type, inner: this.#within(from, end) }, end: end + mark.length };
    }
    return undefined;
  }

  #closeOf(mark: string, tight: boolean, from: number): number {
    for (let end = this.text.indexOf(mark, from); end >= 0; end = this.text.indexOf(mark, end + mark.length)) {
      const longer = mark.length === 1 && (this.text[end + 1] === mark || this.text[end - 1] === mark);
      if (mark.length === 2 && this.text[end + 2] === mark[0]) end += 1; // the last two of three
      if (end > from && !longer && !isSpace(this.text[end - 1]) && !(tight && isWord(this.text[end + 1]))) return end;
    }
    return -1;
  }

  #link() {
    const middle = this.text.indexOf('](', this.#at);
    const end = middle < 0 ? -1 : this.text.indexOf(')', middle);
    if (end < 0) return undefined;
    const label = this.text.slice(this.#at + 1, middle);
    const href = safeAddress(this.text.slice(middle + 2, end).trim());
    if (!href || !label.trim() || label.includes('[')) return undefined;
    return { token: { type: 'link', href, inner: this.#within(this.#at + 1, middle, 0) } as const, end: end + 1 };
  }

  #address() {
    const rest = this.text.slice(this.#at, this.#at + 2048);
    const typed = address.exec(rest)?.[0];
    const words = typed ? withoutTail(typed) : mail.exec(rest)?.[0];
    const href = words && safeAddress(typed ? (/^www\./i.test(words) ? `https://${words}` : words) : `mailto:${words}`);
    if (!href || !words) return undefined;
    return { token: { type: 'link', href, inner: [{ type: 'text', text: words }] } as Inline, end: this.#at + words.length };
  }

  #within(from: number, end: number, depth = this.depth - 1): Inline[] {
    return new Scanner(this.text.slice(from, end), this.named, depth).run();
  }
}

/** Punctuation at the end belongs to the sentence; so does a bracket that the address did not open. */
function withoutTail(words: string): string {
  let end = words.length;
  for (; end > 0; end--) {
    const char = words[end - 1] ?? '';
    const opener = closing[char];
    if (opener ? count(words.slice(0, end), char) <= count(words.slice(0, end), opener) : !/[.,;:!?'*_~،؛؟…]/u.test(char)) break;
  }
  return words.slice(0, end);
}

const count = (text: string, char: string) => text.split(char).length - 1;

/** The address when it leads to a page or a mailbox; else nothing. */
export function safeAddress(typed: string): string | undefined {
  try {
    const url = new URL(typed);
    const web = (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '';
    return web || url.protocol === 'mailto:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
