import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

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

export default defineConfig({
  plugins: [sveltekit(), shortNames],
  build: { target: 'es2022', assetsInlineLimit: 0 },
  server: {
    proxy: {
      '/ws': { target: server, ws: true },
      '^/wasl\\.': { target: server },
      '^/media/': { target: server }
    }
  },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.ts'], environment: 'node' }
});
