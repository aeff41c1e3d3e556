import { describe, expect, it } from 'vitest';
import { firstLoad, isBuilt, limit, limited } from '../tools/budget.mjs';

// Measured on the build: `npm run build` first.
describe.skipIf(!isBuilt())('the first useful screen', () => {
  it.each(limited)('%s loads at most 100 KB of JS and CSS', (page) => {
    expect(firstLoad(page).gzip).toBeLessThanOrEqual(limit);
  });
});
