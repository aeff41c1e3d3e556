import { loadMessages } from '$lib/i18n/messages.svelte';
import { preferences } from '$lib/i18n/preferences.svelte';

export const ssr = false;
export const prerender = false;

export const load = () => loadMessages(preferences.language);
