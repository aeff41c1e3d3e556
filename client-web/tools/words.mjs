// Splits the words of each language in two: those that the first screens can show, and the late ones, which the other pages
// wait for. Writes src/lib/gen/words/LANGUAGE.{first,late}.js from what Paraglide has compiled.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { firstScreens } from './screens.mjs';

// What comes by withLateWords waits for all words.
const lateParts = /withLateWords\(import\([^)]*\)\)/g;

const startsOf = (source) => [...source.replace(lateParts, '').matchAll(/(?:\bfrom|\bimport|\bimport\()\s*['"]([^'"]+)['"]/g)].map((i) => i[1]);

function resolve(root, from, name) {
  const path = name.startsWith('$lib/') ? join(root, 'src/lib', name.slice(5)) : name.startsWith('.') ? join(dirname(from), name) : undefined;
  return path && [path, `${path}.ts`, `${path}.svelte.ts`].find((file) => /\.(ts|svelte)$/.test(file) && existsSync(file));
}

/** The files of a page: what it imports, at once or later. */
function filesOf(root, starts) {
  const seen = new Set();
  const waiting = starts.filter(existsSync);
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (seen.has(file) || file.includes('/lib/gen/') || file.includes('/lib/paraglide/')) continue;
    seen.add(file);
    waiting.push(...startsOf(readFileSync(file, 'utf8')).map((name) => resolve(root, file, name)).filter(Boolean));
  }
  return [...seen];
}

function firstKeys(root) {
  const starts = ['+error', ...Object.values(firstScreens).flat()].flatMap((name) => [`${name}.svelte`, `${name}.ts`]);
  const files = filesOf(root, [...new Set(starts)].map((name) => join(root, 'src/routes', name)));
  return new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bm\.(\w+)/g)].map((use) => use[1])));
}

export function splitWords(root, languages) {
  const out = join(root, 'src/lib/gen/words');
  const first = firstKeys(root);
  mkdirSync(out, { recursive: true });
  for (const language of languages) {
    const source = readFileSync(join(root, `src/lib/paraglide/messages/${language}.js`), 'utf8');
    const [head, ...words] = source.split(/^(?=export const )/m);
    const keyOf = (word) => /^export const (\w+)/.exec(word)[1];
    const imports = head.replace('"../registry.js"', '"../../paraglide/registry.js"').replace("'../runtime.js'", "'../../paraglide/runtime.js'");
    const early = words.filter((word) => first.has(keyOf(word)));
    const late = words.filter((word) => !first.has(keyOf(word)));
    if (early.length < 50 || late.length < 50) throw new Error(`${early.length} first words and ${late.length} late ones: the split does not work`);
    writeFileSync(join(out, `${language}.first.js`), imports + early.join(''));
    writeFileSync(join(out, `${language}.late.js`), imports + late.join(''));
  }
}
