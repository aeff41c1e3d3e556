import { existsSync, readFileSync } from 'node:fs';
import type { Handle } from '@sveltejs/kit';

interface Chunk {
  file: string;
  assets?: string[];
}

const manifestFile = '.svelte-kit/output/client/.vite/manifest.json';

/** Runs at build time only. Tells the script in app.html where the words of each language and the Arabic face are. */
function earlyFiles(): string {
  if (!existsSync(manifestFile)) return '';
  const chunks = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>;
  const words = ['ar', 'fr', 'en'].map((l) => `${l}=/${chunks[`src/lib/gen/words/${l}.first.js`]?.file}`);
  const face = Object.values(chunks).flatMap((c) => c.assets ?? []).find((file) => /wasl-arabic-400/.test(file));
  return [...words, `face=/${face}`].join(' ');
}

export const handle: Handle = ({ event, resolve }) =>
  resolve(event, { transformPageChunk: ({ html }) => html.replace('%early-files%', earlyFiles()) });
