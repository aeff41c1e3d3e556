// Rules that no compiler checks: catalogues complete in the three languages, CSS without left and right.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const languages = ['ar', 'fr', 'en'];
const arabicForms = ['zero', 'one', 'two', 'few', 'many', 'other'];

export const catalogue = (language) => JSON.parse(readFileSync(join(root, 'messages', `${language}.json`), 'utf8'));

function variantsOf(value) {
  return typeof value === 'string' ? { '*': value } : Object.assign({}, ...value.map((v) => v.match));
}

const holes = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((hole) => hole[1]);

/** What is wrong with the catalogues, one line each. */
export function catalogueFaults(catalogues) {
  const faults = [];
  const keys = new Set(Object.values(catalogues).flatMap((c) => Object.keys(c)));
  keys.delete('$schema');
  for (const key of keys) {
    const parameters = new Set();
    for (const [language, messages] of Object.entries(catalogues)) {
      if (!(key in messages)) {
        faults.push(`${language}: ${key} is missing`);
        continue;
      }
      const variants = variantsOf(messages[key]);
      for (const [form, text] of Object.entries(variants)) {
        if (!text.trim()) faults.push(`${language}: ${key} ${form} is empty`);
        if (language === 'fr' && / [:;!?»]|« /.test(text)) faults.push(`fr: ${key} needs a no-break space`);
        if (/[\u0660-\u0669]/.test(text)) faults.push(`${language}: ${key} has Arabic digits`);
      }
      if (language === 'ar' && typeof messages[key] !== 'string') {
        for (const form of arabicForms) if (!Object.keys(variants).some((v) => v.endsWith(`=${form}`))) faults.push(`ar: ${key} lacks "${form}"`);
      }
      parameters.add([...new Set(Object.values(variants).flatMap(holes))].sort().join());
    }
    if (parameters.size > 1) faults.push(`${key}: the parameters differ between languages`);
  }
  return faults;
}

/** Words that nothing shows. */
export function unusedWords() {
  const source = files(join(root, 'src'), /\.(ts|svelte)$/).map((path) => readFileSync(path, 'utf8')).join('\n');
  const used = new Set([...source.matchAll(/\bm\.(\w+)/g)].map((use) => use[1]));
  return Object.keys(catalogue('ar')).filter((key) => key !== '$schema' && !used.has(key)).map((key) => `${key} is not used`);
}

const physical =
  /(^|[\s;{"'`])((margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right)[\w-]*|left|right|border-(top|bottom)-(left|right)-radius)\s*:|(text-align|float|clear|justify-content)\s*:\s*(left|right)\b/;

/** Declarations that name a physical side. */
export function physicalSides(css) {
  const rules = css.replace(/\/\*[^]*?\*\//g, '');
  return rules.split(/[;{}]/).map((part) => part.trim()).filter((part) => physical.test(` ${part}`));
}

function files(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['gen', 'paraglide', 'node_modules'].includes(entry.name) ? [] : files(path, pattern);
    return pattern.test(entry.name) ? [path] : [];
  });
}

export function sourceFaults() {
  const styles = files(join(root, 'src'), /\.(css|svelte)$/).flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const css = path.endsWith('.css') ? text : [...text.matchAll(/<style[^>]*>([^]*?)<\/style>/g)].map((s) => s[1]).join('');
    return physicalSides(css).map((part) => `${path.slice(root.length + 1)}: ${part}`);
  });
  const inline = files(join(root, 'src'), /\.svelte$/).filter((path) => /\sstyle="/.test(readFileSync(path, 'utf8')));
  return [...styles, ...inline.map((path) => `${path.slice(root.length + 1)}: an inline style, which the policy refuses`)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = [...catalogueFaults(Object.fromEntries(languages.map((l) => [l, catalogue(l)]))), ...unusedWords(), ...sourceFaults()];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exit(1);
}
