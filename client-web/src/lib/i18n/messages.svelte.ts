import type * as Arabic from '$lib/paraglide/messages/ar.js';

type Catalogue = typeof Arabic;
type Word<F> = F extends (inputs: infer I) => string ? (keyof I extends never ? () => string : (inputs: I) => string) : never;
type Words = { [K in keyof Catalogue]: Word<Catalogue[K]> };

const first = {
  ar: () => import('$lib/gen/words/ar.first.js'),
  fr: () => import('$lib/gen/words/fr.first.js'),
  en: () => import('$lib/gen/words/en.first.js')
};
const late = {
  ar: () => import('$lib/gen/words/ar.late.js'),
  fr: () => import('$lib/gen/words/fr.late.js'),
  en: () => import('$lib/gen/words/en.late.js')
};

let catalogue = $state.raw({} as Record<string, (inputs?: unknown) => string>);
let whole = false;

/**
 * Before this is done for the first time, words are empty. The first screens do with the first words (tools/words.mjs);
 * once all were loaded, another language comes whole.
 */
export async function loadMessages(language: keyof typeof first, all: boolean): Promise<void> {
  whole ||= all;
  const parts = await Promise.all([first[language](), whole ? late[language]() : {}]);
  catalogue = Object.assign({}, ...parts) as typeof catalogue;
}

/** The words of the language in use: `m.retry()`. What shows them follows a change of language. */
export const m = new Proxy({} as Words, {
  get: (_, key: string) => (inputs?: unknown) => catalogue[key]?.(inputs) ?? ''
});
