import { describe, expect, it } from 'vitest';
import { monthField, monthOf, readExtra, sortedBy, writeExtra } from '../src/lib/directory/interventions/model';

describe('interventions', () => {
  it('what is asked for stands in the address, and is read back', () => {
    const address = new URLSearchParams();
    writeExtra(address, { year: 2026, amounts: [2, 5] }, 'largest');
    expect(address.toString()).toBe('year=2026&amount=2&amount=5&sort=largest');
    expect(readExtra(address)).toEqual({ year: 2026, amounts: [2, 5], order: 'largest' });
  });

  it('what means nothing is left out', () => {
    expect(readExtra(new URLSearchParams('year=20x6&amount=9&amount=2&amount=2&sort=up'))).toEqual({ year: 0, amounts: [2], order: 'latest' });
    const nothing = new URLSearchParams();
    writeExtra(nothing, { year: 0, amounts: [] }, 'latest');
    expect(nothing.toString()).toBe('');
  });

  it('months, in any digits', () => {
    expect(monthField(202403)).toBe('2024-03');
    expect(monthField(0)).toBe('');
    expect(monthOf('2024-03')).toBe(202403);
    expect(monthOf('٢٠٢٤/٣')).toBe(202403);
    expect(monthOf('')).toBe(0);
    expect(monthOf('spring')).toBe(1);
  });

  it('a column sorts, then the other way round', () => {
    expect(sortedBy('amount', 'latest')).toBe('largest');
    expect(sortedBy('amount', 'largest')).toBe('smallest');
    expect(sortedBy('period', 'smallest')).toBe('latest');
    expect(sortedBy('period', 'latest')).toBe('earliest');
  });
});
