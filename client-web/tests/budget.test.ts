import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstLoad, isBuilt, limit, limited } from '../tools/budget.mjs';

// Measured on the build: `npm run build` first.
describe.skipIf(!isBuilt())('the first useful screen', () => {
  it.each(limited)('%s is at most 100 KB on the line', (page) => {
    expect(firstLoad(page).brotli).toBeLessThanOrEqual(limit);
  });

  it('asks early for files that are there: the words of each language and the Arabic face', () => {
    const page = readFileSync('build/200.html', 'utf8');
    const named = /name="early-files" content="([^"]*)"/.exec(page)?.[1]?.split(' ').map((pair) => pair.split('=') as [string, string]) ?? [];
    expect(named.map(([name]) => name)).toEqual(['ar', 'fr', 'en', 'face']);
    expect(named.filter(([, path]) => !existsSync(join('build', path)))).toEqual([]);
  });
});
