import type * as Arabic from '$lib/paraglide/messages/ar.js';

type Catalogue = typeof Arabic;
type Word<F> = F extends (inputs: infer I) => string ? (keyof I extends never ? () => string : (inputs: I) => string) : never;
type Words = { [K in keyof Catalogue]: Word<Catalogue[K]> };

const modules = {
  ar: () => import('$lib/paraglide/messages/ar.js'),
  fr: () => import('$lib/paraglide/messages/fr.js'),
  en: () => import('$lib/paraglide/messages/en.js')
};

let catalogue = $state.raw({} as Record<string, (inputs?: unknown) => string>);

/** Before this is done for the first time, words are empty. */
export async function loadMessages(language: keyof typeof modules): Promise<void> {
  catalogue = { ...(await modules[language]()) } as unknown as typeof catalogue;
}

/** The words of the language in use: `m.retry()`. What shows them follows a change of language. */
export const m = new Proxy({} as Words, {
  get: (_, key: string) => (inputs?: unknown) => catalogue[key]?.(inputs) ?? ''
});
