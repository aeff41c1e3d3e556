/** Whether the list of shortcuts is open. */
export const shortcutHelp = $state({ shown: false });
