import { describe, expect, it } from 'vitest';
import { parse, safeAddress, type Block, type Inline, type Named } from '$lib/messaging/text/markdown';
import { plain } from '$lib/messaging/text/plain';

const word = (t: Inline): string => {
  if (t.type === 'text') return t.text;
  if (t.type === 'code') return `<c>${t.text}</c>`;
  if (t.type === 'mention') return `<@${t.personId}>`;
  const inner = t.inner.map(word).join('');
  return t.type === 'link' ? `<a ${t.href}>${inner}</a>` : `<${t.type[0]}>${inner}</${t.type[0]}>`;
};
const block = (b: Block) => {
  if (b.type === 'code') return `[code ${b.text}]`;
  if (b.type === 'paragraph') return b.inner.map(word).join('');
  return `[${b.start ?? '-'}: ${b.items.map((i) => i.map(word).join('')).join(' | ')}]`;
};
const show = (text: string, named: Named[] = []) => parse(text, named).map(block).join(' ¶ ');
const sameAs = (text: string) => expect(show(text)).toBe(text);

describe('marks inside a line', () => {
  it.each([
    ['**مهم** جدًا', '<s>مهم</s> جدًا'],
    ['c’est *très* bien', 'c’est <e>très</e> bien'],
    ['_un_ et _deux_', '<e>un</e> et <e>deux</e>'],
    ['**gras et *italique* **', '**gras et <e>italique</e> **'],
    ['**gras et *italique***', '<s>gras et <e>italique</e></s>'],
    ['`a*b*c` fin', '<c>a*b*c</c> fin'],
    ['(**x**)', '(<s>x</s>)']
  ])('%s', (text, shown) => expect(show(text)).toBe(shown));

  it('stay what they are where nobody meant a mark', () => {
    for (const text of ['2 * 3 * 4', '#تونس_الخضراء_اليوم', 'snake_case_name', '** vide **', '*ouvert', 'a**', '`', '``', '5*5=25 et 6*6=36', '____', '****']) sameAs(text);
  });
});

describe('links', () => {
  it.each([
    ['انظروا https://jamaity.org/ar/ قبل السبت', 'انظروا <a https://jamaity.org/ar/>https://jamaity.org/ar/</a> قبل السبت'],
    ['(voir https://a.tn/x_(y)).', '(voir <a https://a.tn/x_(y)>https://a.tn/x_(y)</a>).'],
    ['https://a.tn/؟', '<a https://a.tn/>https://a.tn/</a>؟'],
    ['www.jamaity.org, oui', '<a https://www.jamaity.org/>www.jamaity.org</a>, oui'],
    ['[البرنامج](https://a.tn/p)', '<a https://a.tn/p>البرنامج</a>'],
    ['écrire à contact@a-b.tn.', 'écrire à <a mailto:contact@a-b.tn>contact@a-b.tn</a>.'],
    ['**https://a.tn/b**', '<s><a https://a.tn/b>https://a.tn/b</a></s>'],
    ['https://a.tn/a_b_c', '<a https://a.tn/a_b_c>https://a.tn/a_b_c</a>']
  ])('%s', (text, shown) => expect(show(text)).toBe(shown));

  it('lead nowhere but to pages and mailboxes', () => {
    for (const text of [
      '[x](javascript:alert(1))', '[x](JaVaScRiPt:alert`1`)', '[x](data:text/html,y)', '[x](vbscript:y)', '[x](//a.tn)', '[x](/messages)',
      '[x]()', '[](https://a.tn)', 'javascript:alert(1)', '[x](java\tscript:y)', '[x](file:///etc/passwd)', '[x](blob:https://a.tn/1)'
    ]) {
      const tokens = parse(text).flatMap((b) => (b.type === 'paragraph' ? b.inner : []));
      for (const t of tokens) if (t.type === 'link') expect(t.href).toMatch(/^https:\/\/a\.tn\//);
    }
    expect(safeAddress('https:')).toBeUndefined();
  });
});

describe('blocks', () => {
  it('paragraphs, lists and code', () => {
    expect(show('واحد\nاثنان\n\nثلاثة')).toBe('واحد\nاثنان ¶ ثلاثة');
    expect(show('Courses :\n- pain\n- **lait**\nfin')).toBe('Courses : ¶ [-: pain | <s>lait</s>] ¶ fin');
    expect(show('3. c\n4) d')).toBe('[3: c | d]');
    expect(show('- a\n1. b')).toBe('[-: a] ¶ [1: b]');
    expect(show('voici\n```js\n<b>*x*</b>\n\ny\n```\nfin')).toBe('voici ¶ [code <b>*x*</b>\n\ny] ¶ fin');
    expect(show('```\nouvert')).toBe('```\nouvert');
    expect(show('-sans espace')).toBe('-sans espace');
  });
});

describe('mentions', () => {
  const ali = { personId: '1', label: 'Ali' };
  const saleh = { personId: '2', label: 'Ali Ben Salah' };
  it('are the longest names that stand alone', () => {
    expect(show('@Ali Ben Salah et @Ali', [ali, saleh])).toBe('<@2> et <@1>');
    expect(show('شكرًا @حاتم الجلاصي، ممتاز', [{ personId: '3', label: 'حاتم الجلاصي' }])).toBe('شكرًا <@3>، ممتاز');
    expect(show('**@Ali**', [ali])).toBe('<s><@1></s>');
    expect(show('x@Ali @Alice `@Ali`', [ali])).toBe('x@Ali @Alice <c>@Ali</c>');
    expect(show('@Ali')).toBe('@Ali');
  });
});

describe('hostile text', () => {
  it('ends soon, and nothing of it is lost', () => {
    const texts = ['*', '**', '_', '[', '](', '`', '~~', '* a', '- ', '@', 'www.', 'a@', '(', '**a', '*a _b ', '[a](', '```\n', 'http://'];
    for (const piece of texts) {
      const text = piece.repeat(Math.floor(4000 / piece.length));
      const leaves = (t: Inline): string => ('inner' in t ? t.inner.map(leaves).join('') : t.text);
      const words = parse(text).map((b) => (b.type === 'code' ? b.text : b.type === 'list' ? b.items.flat().map(leaves).join('') : b.inner.map(leaves).join('')));
      const letters = (s: string) => s.replace(/[^a-z]/g, '');
      expect(letters(words.join(''))).toBe(letters(text));
      expect(plain(text).length).toBeLessThanOrEqual(300);
    }
  });
  it('nests only so deep', () => {
    const depth = (tokens: Inline[]): number => Math.max(0, ...tokens.map((t) => ('inner' in t ? 1 + depth(t.inner) : 0)));
    const text = '**a *b ~~c '.repeat(200) + '~~*** '.repeat(200);
    for (const b of parse(text)) if (b.type === 'paragraph') expect(depth(b.inner)).toBeLessThanOrEqual(7);
  });
});

describe('on one line', () => {
  it('marks are gone', () => {
    expect(plain('**مهم**:\n- _واحد_\n- [اثنان](https://a.tn)')).toBe('مهم: • واحد • اثنان');
    expect(plain('a\nb')).toBe('a b');
    expect(plain('simple')).toBe('simple');
  });
});
