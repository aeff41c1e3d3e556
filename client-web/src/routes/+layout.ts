import type { LayoutLoad } from './$types';
import { loadMessages } from '$lib/i18n/messages.svelte';
import { preferences } from '$lib/i18n/preferences.svelte';

export const ssr = false;
export const prerender = false;

/** Pages that do with the first words; see tools/screens.mjs. */
const first = ['/(gate)/sign-in', '/(app)/messages'];

export const load: LayoutLoad = ({ route }) => loadMessages(preferences.language, !first.includes(route.id ?? ''));
