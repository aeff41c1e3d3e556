import { describe, expect, it } from 'vitest';
import { deviceOf } from '$lib/accounts/device';
import { isGate, looksLikeEmail, tokenIn } from '$lib/accounts/gate';
import { clockTime, dayLabel, formatLocale, fullDate, listTime } from '$lib/i18n/format';
import { initialOf, isArabic, tintOf } from '$lib/ui/marks';
import { catalogue, catalogueFaults, languages, physicalSides, sourceFaults } from '../tools/lint.mjs';
import * as ar from '$lib/paraglide/messages/ar.js';
import * as fr from '$lib/paraglide/messages/fr.js';

describe('dates', () => {
  const now = new Date(2026, 10, 21, 15).getTime();
  const at = (day: number, month = 10, year = 2026) => new Date(year, month, day, 9, 5).getTime();
  const tn = formatLocale('ar', ['ar']);
  const words = { today: 'اليوم', yesterday: 'أمس' };
  it('has Western digits and Tunisian months, or those of the reader’s country', () => {
    expect(clockTime(at(21), tn)).toBe('09:05');
    expect(fullDate(at(2), now, tn)).toBe('2 نوفمبر');
    expect(fullDate(at(2, 7), now, tn)).toBe('2 أوت');
    expect(fullDate(at(2), now, formatLocale('ar', ['fr', 'ar-MA']))).toBe('2 نونبر');
    expect(fullDate(at(2), now, formatLocale('ar', ['ar-DJ']))).not.toMatch(/[٠-٩]/);
  });
  it('goes from the time to the day to the date', () => {
    const list = (ms: number) => listTime(ms, now, tn, words).replaceAll('\u200f', '');
    expect([list(at(21)), list(at(20)), list(at(18)), list(at(14)), list(at(14, 2, 2024))]).toEqual(['09:05', 'أمس', 'الأربعاء', '14 نوفمبر', '14/03/2024']);
  });
  it('labels days in French', () => {
    expect(dayLabel(at(18), now, 'fr', { today: 'a', yesterday: 'b' })).toBe('mercredi 18 novembre');
    expect(dayLabel(at(21), now, 'fr', { today: 'a', yesterday: 'b' })).toBe('a');
    expect(dayLabel(at(22), now, 'fr', { today: 'a', yesterday: 'b' })).toBe('dimanche 22 novembre');
  });
});

describe('words', () => {
  it('has complete catalogues', () => {
    expect(catalogueFaults(Object.fromEntries(languages.map((l) => [l, catalogue(l)])))).toEqual([]);
  });
  it('sees what is wrong in a catalogue', () => {
    const plural = (match: object) => [{ match }];
    const faults = catalogueFaults({ ar: { a: 'x {n}', p: plural({ 'c=one': 'x', 'c=other': 'y' }) }, fr: { a: 'quoi ?', p: plural({ 'c=other': '' }) }, en: {} });
    for (const part of ['en: a is missing', 'fr: p c=other is empty', 'fr: a needs a no-break space', 'ar: p lacks "few"', 'a: the parameters differ']) {
      expect(faults.some((f) => f.startsWith(part))).toBe(true);
    }
  });
  it('has the six Arabic plurals and the French two', () => {
    const forms = [0, 1, 2, 3, 11, 100].map((count) => ar.new_messages({ count }));
    expect(forms).toEqual(['لا رسائل جديدة', 'رسالة جديدة', 'رسالتان جديدتان', '3 رسائل جديدة', '11 رسالة جديدة', '100 رسالة جديدة']);
    expect([0, 1, 2].map((count) => fr.members_count({ count }))).toEqual(['0\u00a0membre', '1\u00a0membre', '2\u00a0membres']);
  });
  it('names devices as people do', () => {
    const ua = 'Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36';
    expect(deviceOf(ua)).toEqual({ browser: 'Chrome', system: 'Android', phone: true });
    expect(deviceOf('curl/8.5').browser).toBe('curl');
  });
});

describe('styles', () => {
  it('name no physical side, and no element has an inline style', () => {
    expect(sourceFaults()).toEqual([]);
  });
  it('would be seen otherwise', () => {
    expect(physicalSides('a { margin-left: 1px; text-align: right } b { left: 0; inset-inline-start: 0 }').length).toBe(3);
    expect(physicalSides('a { margin-inline-start: 1px; text-align: start; border-start-start-radius: 2px } /* left: 0 */')).toEqual([]);
  });
});

describe('marks and gates', () => {
  it('takes tint and letter from id and name as displayed', () => {
    expect([tintOf('6'), tintOf('7'), tintOf('9223372036854775807'), tintOf('')]).toEqual([1, 2, 2, 1]);
    expect([initialOf('  أنيس'), initialOf('«بذرة»'), initialOf('claire'), initialOf('')]).toEqual(['أ', 'ب', 'C', '?']);
    expect(isArabic('أ')).toBe(true);
  });
  it('knows pages without a session, addresses and tokens', () => {
    expect([isGate('/sign-in'), isGate('/confirm/'), isGate('/messages')]).toEqual([true, true, false]);
    expect([looksLikeEmail('a@b.tn'), looksLikeEmail('a@b'), looksLikeEmail('a b@c.tn')]).toEqual([true, false, false]);
    expect(tokenIn('#token=a-b_c')).toBe('a-b_c');
  });
});
