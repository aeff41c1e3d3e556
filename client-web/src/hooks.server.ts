import { readFileSync } from 'node:fs';
import { building } from '$app/environment';
import type { Handle } from '@sveltejs/kit';

interface Chunk {
  file: string;
  assets?: string[];
}

const manifestFile = '.svelte-kit/output/client/.vite/manifest.json';

/**
 * Tells the script in app.html where the words of each language and the Arabic face are. Only a build has such files: what an
 * earlier one has left says nothing about a page of the development server.
 */
function earlyFiles(): string {
  if (!building) return '';
  const chunks = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>;
  const words = ['ar', 'fr', 'en'].map((l) => `${l}=${placed(chunks[`src/lib/gen/words/${l}.first.js`]?.file, `words of ${l}`)}`);
  const face = Object.values(chunks).flatMap((c) => c.assets ?? []).find((file) => /wasl-arabic-400/.test(file));
  return [...words, `face=${placed(face, 'Arabic face')}`].join(' ');
}

function placed(file: string | undefined, what: string): string {
  if (!file) throw new Error(`${manifestFile} does not say where the ${what} are`);
  return `/${file}`;
}

export const handle: Handle = ({ event, resolve }) =>
  resolve(event, { transformPageChunk: ({ html }) => html.replace('%early-files%', earlyFiles()) });
