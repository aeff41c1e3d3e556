// What the list of conversations loads for those who answer.
export { default as InboxChip } from './InboxChip.svelte';
export { default as InboxList } from './InboxList.svelte';
