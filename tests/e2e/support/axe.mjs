// What axe-core finds on the page as it stands: WCAG 2.2 A and AA, and good practice.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const source = readFileSync(createRequire(join(root, 'client-web/package.json')).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function findings(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), tags);
}

/** One line per element that breaks a rule of serious or critical weight; `checked` is how many rules were applied and held. */
export async function serious(page, what) {
  const { violations, passes } = await findings(page);
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const faults = grave.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all, none }) => `${what}: ${id} at ${target.join(' ')}: ${[...any, ...all, ...none].map((c) => c.message).join('; ')}`)
  );
  const lesser = violations.filter((v) => !grave.includes(v)).map(({ id, impact, nodes }) => `${what}: ${id} (${impact}) at ${nodes[0].target.join(' ')}`);
  return { faults, lesser, checked: passes.length };
}
