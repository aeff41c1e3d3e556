// Bytes of the page, JS and CSS that a first visit needs, as browsers get them (brotli): node tools/budget.mjs
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstScreens } from './screens.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const words = 'src/lib/gen/words/ar.first.js'; // of the heaviest language
const nodesFolder = '.svelte-kit/generated/client-optimized/nodes';
const manifestFile = join(root, '.svelte-kit/output/client/.vite/manifest.json');

export const limit = 100_000;
export const isBuilt = () => existsSync(manifestFile) && existsSync(join(root, 'build'));

export const limited = Object.keys(firstScreens);

const pages = {
  ...firstScreens,
  '/messages/[id]': ['+layout', '(app)/+layout', '(app)/messages/+layout', '(app)/messages/[id]/+page']
};

function nodeOf(routeFile) {
  const wanted = `/src/routes/${routeFile}.svelte"`;
  const folder = join(root, nodesFolder);
  const name = readdirSync(folder).find((file) => readFileSync(join(folder, file), 'utf8').includes(wanted));
  if (!name) throw new Error(`no client node for ${routeFile}`);
  return `${nodesFolder}/${name}`;
}

function collect(manifest, key, files, seen) {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  if (!chunk) throw new Error(`not in the manifest: ${key}`);
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) collect(manifest, next, files, seen);
}

export function firstLoad(page) {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const entries = Object.keys(manifest).filter((key) => manifest[key].isEntry && /\/(start|app)\.[a-z0-9_-]+\.js$/i.test(manifest[key].file));
  const files = new Set(['200.html']);
  const seen = new Set();
  for (const key of [...entries, words, ...pages[page].map(nodeOf)]) collect(manifest, key, files, seen);
  const sizeOf = (suffix) => [...files].reduce((sum, file) => sum + statSync(join(root, 'build', file + suffix)).size, 0);
  return { files: [...files], gzip: sizeOf('.gz'), brotli: sizeOf('.br') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let over = false;
  for (const page of Object.keys(pages)) {
    const { files, gzip, brotli } = firstLoad(page);
    over ||= limited.includes(page) && brotli > limit;
    console.log(`${page}: ${gzip} bytes gzip, ${brotli} bytes brotli, ${files.length} files`);
  }
  if (over) process.exit(1);
}
