// A screen in two colours and two widths, before axe; with WASL_TEST_SHOTS, photographed, too.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { serious } from './axe.mjs';
import { until } from './stack.mjs';

const wide = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

/** Nothing serious is found on what the visitor sees now. Ends at the width where it began. `asIs`: what another width would close. */
export async function inspect(visitor, name, { asIs = false } = {}) {
  const { page } = visitor;
  const before = page.viewportSize();
  const faults = [];
  for (const size of asIs ? [before] : [wide, phone]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await until(() => page.evaluate(() => document.fonts.status === 'loaded' && !document.querySelector('.sk') && document.getAnimations().length === 0), `${name} stands still`);
      const what = `${name} ${visitor.language} ${size.width} ${colorScheme}`;
      if (process.env.WASL_TEST_SHOTS && colorScheme === 'light') await page.screenshot({ path: join(process.env.WASL_TEST_SHOTS, `${what.replace(/ /g, '-')}.png`) });
      const found = await serious(page, what);
      assert.ok(found.checked > 10, `${what}: rules were applied`);
      faults.push(...found.faults);
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (over) faults.push(`${name} ${visitor.language} ${size.width}: wider than the screen`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  await page.setViewportSize(before);
  assert.deepEqual(faults, []);
}
