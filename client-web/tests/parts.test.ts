import { describe, expect, it } from 'vitest';
import { inParts } from '$lib/messaging/parts';

describe('a long text', () => {
  it('stays one when it fits', () => {
    expect(inParts('  مرحبا  ', 5)).toEqual(['مرحبا']);
    expect(inParts('   ', 5)).toEqual([]);
  });
  it('is cut between paragraphs, else lines, else sentences, else words', () => {
    expect(inParts('aaaa aa\n\nbb bb bb', 12)).toEqual(['aaaa aa', 'bb bb bb']);
    expect(inParts('aaaa aa\nbb bb bb', 12)).toEqual(['aaaa aa', 'bb bb bb']);
    expect(inParts('أهلا بكم؟ نعم نعم', 12)).toEqual(['أهلا بكم؟', 'نعم نعم']);
    expect(inParts('aaaa aaa bb bb bb', 12)).toEqual(['aaaa aaa bb', 'bb bb']);
  });
  it('is cut anywhere when it has no seam, but never inside a character', () => {
    expect(inParts('😀'.repeat(7), 3)).toEqual(['😀😀😀', '😀😀😀', '😀']);
  });
  it('loses nothing but space, and no part is too long', () => {
    const text = Array.from({ length: 3000 }, (_, i) => `كلمة${i} mot${i % 7 ? '' : '.\n'}`).join(' ');
    const parts = inParts(text);
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.every((part) => [...part].length <= 4000)).toBe(true);
    expect(parts.join(' ').replace(/\s+/g, ' ')).toBe(text.replace(/\s+/g, ' '));
  });
});
