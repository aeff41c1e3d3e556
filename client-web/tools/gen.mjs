// Generates src/lib/gen from ../proto and src/lib/paraglide from messages/.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile } from '@inlang/paraglide-js';
import { generateEmoji } from './emoji.mjs';
import { generateOutlines } from './outlines.mjs';
import { splitWords } from './words.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', '.bin', name);
const run = (file, args) => execFileSync(file, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

function protoFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return protoFiles(path);
    return entry.name.endsWith('.proto') ? [path] : [];
  });
}

const clientModules = ['accounts', 'directory', 'media', 'messaging', 'mydata'];

// Who may call what, and how often, is the server's to know: the first screen does not carry it.
function withoutOptions(proto) {
  const bare = mkdtempSync(join(tmpdir(), 'wasl-proto-'));
  for (const path of protoFiles(proto)) {
    const to = join(bare, relative(proto, path));
    mkdirSync(dirname(to), { recursive: true });
    const text = readFileSync(path, 'utf8');
    writeFileSync(to, path.endsWith('options.proto') ? text : text.replace(/^import "wasl\/options\.proto";$|^ *option \(wasl\.v1\.\w+\) = \w+;$/gm, ''));
  }
  return bare;
}

// Descriptors as what they are instead of base64, which hides their words from compression.
function unwrapDescriptors(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) unwrapDescriptors(path);
    else writeFileSync(path, readFileSync(path, 'utf8').replace(/fileDesc\("([\w+/=]+)"/, (_, text) => `fileDesc(btoa(${JSON.stringify(atob(text))})`));
  }
}

function generateWire() {
  const proto = withoutOptions(join(root, '..', 'proto'));
  const out = join(root, 'src/lib/gen');
  const wanted = (path) =>
    dirname(path) === join(proto, 'wasl') || clientModules.some((name) => path.includes(join('wasl', name, 'v1')));
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  run('protoc', [
    `--plugin=protoc-gen-es=${bin('protoc-gen-es')}`,
    `--es_out=${out}`,
    '--es_opt=target=ts',
    `--proto_path=${proto}`,
    ...protoFiles(proto).filter(wanted)
  ]);
  rmSync(proto, { recursive: true });
  unwrapDescriptors(out);
}

// Paraglide succeeds with nothing compiled when its plugin or a catalogue cannot be read: a known message proves that it worked.
// One module per language: a page loads only its own words (src/lib/i18n/messages.svelte.ts).
async function generateMessages() {
  const out = join(root, 'src/lib/paraglide');
  await compile({
    project: join(root, 'project.inlang'),
    outdir: out,
    outputStructure: 'locale-modules',
    strategy: ['globalVariable', 'baseLocale']
  });
  for (const language of ['ar', 'fr', 'en']) {
    const words = await import(pathToFileURL(join(out, 'messages', `${language}.js`)).href);
    if (!words.nav_messages?.() || !words.new_messages?.({ count: 2 })) throw new Error(`no message was compiled for ${language}`);
  }
}

// The style of the pages that the server makes: a file whose address does not change, from the client's own tokens.
function generatePublicStyle() {
  const style = (name) => readFileSync(join(root, 'src/styles', name), 'utf8').replace(/\/\*[^]*?\*\//g, '').replace(/\n\s*\n/g, '\n').replace(/^ +/gm, '');
  writeFileSync(join(root, 'static/public.css'), style('tokens.css') + style('public.css'));
  mkdirSync(join(root, 'static/fonts'), { recursive: true });
  for (const weight of ['400', '600']) {
    const font = `fonts/wasl-arabic-${weight}.woff2`;
    copyFileSync(join(root, 'src/styles', font), join(root, 'static', font));
  }
}

generateWire();
generatePublicStyle();
generateEmoji(join(root, 'src/lib/gen/emoji'));
generateOutlines(join(root, 'src/lib/gen/outlines.json'));
await generateMessages();
splitWords(root, ['ar', 'fr', 'en']);
