import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';

const sha256 = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

// The script in app.html sets language, direction and theme before the first paint.
const earlyScript = /<script>([^]*?)<\/script>/.exec(readFileSync('src/app.html', 'utf8'))[1];

// The one inline style there is: SvelteKit's route announcer.
const announcerStyle =
  'position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; white-space: nowrap; width: 1px; height: 1px';

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ fallback: '200.html', precompress: true }),
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', sha256(earlyScript)],
        'style-src': ['self'],
        'style-src-attr': ['unsafe-hashes', sha256(announcerStyle)],
        'img-src': ['self', 'data:', 'blob:'],
        'connect-src': ['self'],
        'font-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['self']
      }
    },
    output: { bundleStrategy: 'split' },
    typescript: { config: (config) => ({ ...config, include: [...config.include, '../testing/**/*.ts'] }) },
    version: { pollInterval: 0 }
  }
};
