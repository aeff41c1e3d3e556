import { sveltekit } from '@sveltejs/kit/vite';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';
import { arrivals } from './tools/screens.mjs';

const server = process.env.WASL_SERVER ?? 'http://127.0.0.1:8080';

/** Every file names the files that it needs, and no name compresses: as short as is still unique. */
const shortNames: Plugin = {
  name: 'short-names',
  outputOptions(options) {
    for (const key of ['chunkFileNames', 'entryFileNames', 'assetFileNames'] as const) {
      const names = options[key];
      if (typeof names === 'string') options[key] = names.replace('[hash]', '[hash:7]');
    }
    options.hashCharacters = 'base36';
    return options;
  }
};

/** Whether a file of the build is one of the pages that people arrive at. */
function isArrival(file: string): boolean {
  const node = /nodes\/(\d+)\./.exec(file)?.[1];
  if (node === undefined) return true;
  const source = readFileSync(`.svelte-kit/generated/client-optimized/nodes/${node}.js`, 'utf8');
  return arrivals.some((name) => source.includes(`/src/routes/${name}.svelte"`));
}

/** Scripts of all other pages come from the service worker, which keeps them: only their styles have to be named beforehand. */
const neededBeforehand = (file: string, files: string[]) => (isArrival(file) ? files : files.filter((name) => name.endsWith('.css')));

export default defineConfig({
  plugins: [sveltekit(), shortNames],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false, resolveDependencies: neededBeforehand } },
  server: {
    proxy: {
      '/ws': { target: server, ws: true },
      '^/wasl\\.': { target: server },
      '^/media/': { target: server }
    }
  },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.ts'], environment: 'node' }
});
