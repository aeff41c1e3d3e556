import { describe, expect, it } from 'vitest';
import { firstLoad, isBuilt, limit, limited } from '../tools/budget.mjs';

// Measured on the build: `npm run build` first.
describe.skipIf(!isBuilt())('the first useful screen', () => {
  it.each(limited)('%s is at most 100 KB on the line', (page) => {
    expect(firstLoad(page).brotli).toBeLessThanOrEqual(limit);
  });
});
