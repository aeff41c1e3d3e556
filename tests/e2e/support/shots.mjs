// Pictures of what a person sees, on a phone and on a desk, for whoever looks at them: kept where WASL_TEST_SHOTS says, if it does.
import { join } from 'node:path';

const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } };

export async function shots({ page }, name) {
  const folder = process.env.WASL_TEST_SHOTS;
  if (!folder) return;
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(folder, `${name}-${size}.png`) });
  }
  await page.setViewportSize(before);
}
