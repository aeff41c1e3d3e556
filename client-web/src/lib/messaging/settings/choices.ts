import { errorText } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import type { MenuItem } from '$lib/ui/Menu.svelte';
import { toasts } from '$lib/ui/toasts.svelte';
import { isMuted, isUnread, type Conversation } from '../model';
import { messaging } from '../state.svelte';
import type { Change, MuteFor } from './api';

const set = (c: Conversation, change: Change) => void messaging.change(c.id, change).catch((error) => toasts.show(errorText(error)));

function read(c: Conversation): void {
  messaging.markRead(c.id, c.head);
  if (c.markedUnread) set(c, { markedUnread: false });
}

/** What the reader may set about a conversation as it stands; `askMute` asks for how long. */
export const choicesOf = (c: Conversation, askMute: () => void): MenuItem[] => [
  { icon: 'pin', text: c.pinned ? m.unpin() : m.pin_to_top(), act: () => set(c, { pinned: !c.pinned }) },
  isMuted(c)
    ? { icon: 'bell', text: m.unmute(), act: () => set(c, { mute: 'none' }) }
    : { icon: 'belloff', text: m.mute(), act: askMute },
  { icon: 'archive', text: c.archived ? m.unarchive() : m.archive(), act: () => set(c, { archived: !c.archived }) },
  isUnread(c)
    ? { icon: 'check', text: m.mark_read(), act: () => read(c) }
    : { icon: 'mail', text: m.mark_unread(), act: () => set(c, { markedUnread: true }) }
];

const lengths: Record<Exclude<MuteFor, 'none'>, () => string> = {
  hour: () => m.mute_hour(),
  'eight-hours': () => m.mute_eight_hours(),
  week: () => m.mute_week(),
  good: () => m.mute_good()
};
export const mutesOf = (c: Conversation): MenuItem[] =>
  Object.entries(lengths).map(([mute, text]) => ({ icon: 'clock', text: text(), act: () => set(c, { mute: mute as MuteFor }) }));
