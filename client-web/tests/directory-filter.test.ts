import { describe, expect, it } from 'vitest';
import { chosenCount, noFilter, readFilter, readOrder, toggled, writeFilter, type Filter } from '../src/lib/directory/filter';

const everything: Filter = {
  query: 'جمعية & co',
  kinds: ['association', 'partner'],
  countries: ['TN'],
  regions: ['TN-61', 'TN-81'],
  sectors: ['youth'],
  localities: ['TN-81:gabes', 'TN-61:قابس'],
  members: [2, 3],
  staff: [1],
  volunteers: [6],
  budgets: [5],
  verified: true,
  confirmed: true
};

describe('the address of a search', () => {
  it('says all that was chosen, and is read back', () => {
    const address = new URLSearchParams(writeFilter(everything, 'nearest').toString());
    expect(readFilter(address)).toEqual(everything);
    expect(readOrder(address)).toBe('nearest');
    expect(chosenCount(everything)).toBe(15);
  });

  it('is empty when nothing is chosen', () => {
    expect(writeFilter(noFilter, 'best').toString()).toBe('');
    expect(readFilter(new URLSearchParams())).toEqual(noFilter);
  });

  it('leaves out what means nothing', () => {
    const address = new URLSearchParams('kind=bank&members=9&budget=6&staff=0&locality=gabes&members=x&region=<b>&order=up&region=TN-61&region=TN-61');
    expect(readFilter(address)).toEqual({ ...noFilter, regions: ['TN-61'] });
    expect(readOrder(address)).toBe('best');
  });

  it('chooses and gives up', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});
