import { describe, expect, it } from 'vitest';
import { candidates, namedIn, opened } from '$lib/messaging/mentions/complete';

const people = ['Amel Trabelsi', 'Amina Ben Salah', 'Youssef Amrani', 'أحمد الزهراء'].map((label, i) => ({ personId: String(i + 1), label }));
const names = (list: { label: string }[]) => list.map((p) => p.label);

describe('mentions', () => {
  it('open with an @ that no word stands before', () => {
    expect(opened('Salut @am', 9)).toEqual({ from: 6, query: 'am' });
    expect(opened('@', 1)).toEqual({ from: 0, query: '' });
    expect(opened('Salut @am et puis', 9)).toEqual({ from: 6, query: 'am' });
    expect(opened('amel@wasl', 9)).toBeUndefined();
    expect(opened('@amel est là', 12)).toBeUndefined();
    expect(opened('@ amel', 6)).toBeUndefined();
    expect(opened('@amel\n', 6)).toBeUndefined();
    expect(opened('no name', 7)).toBeUndefined();
  });
  it('offer those one of whose names begins so, in any form of the letters', () => {
    expect(names(candidates(people, 'am'))).toEqual(['Amel Trabelsi', 'Amina Ben Salah', 'Youssef Amrani']);
    expect(names(candidates(people, 'amel tr'))).toEqual(['Amel Trabelsi']);
    expect(names(candidates(people, 'احمد'))).toEqual(['أحمد الزهراء']);
    expect(names(candidates(people, 'الزهراء'))).toEqual(['أحمد الزهراء']);
    expect(names(candidates(people, '', 2))).toEqual(['Amel Trabelsi', 'Amina Ben Salah']);
    expect(candidates(people, 'zz')).toEqual([]);
  });
  it('are those whose label stands in the text, the first of two of one name', () => {
    const twins = [...people, { personId: '9', label: 'Amel Trabelsi' }, { personId: '0', label: '' }];
    expect(namedIn('Merci @Amel Trabelsi', twins)).toEqual([people[0]]);
    expect(namedIn('Merci Amel Trabelsi', twins)).toEqual([]);
  });
});
