import { MediaQuery } from 'svelte/reactivity';

/** Below the width of the rail: one pane at a time. */
export const phone = new MediaQuery('max-width: 899.98px', false);
/** Room for the details beside a conversation. */
export const wide = new MediaQuery('min-width: 1200px', true);
/** Whoever asks for less motion gets none. */
export const still = new MediaQuery('prefers-reduced-motion: reduce', false);
export const onTouch = () => matchMedia('(pointer: coarse)').matches;
