import { ChangeSettingsRequest_Mute as Mute, SettingsService } from '$lib/gen/wasl/messaging/v1/settings_pb';
import { line } from '$lib/wire/line';

export type MuteFor = 'none' | 'hour' | 'eight-hours' | 'week' | 'good';
export interface Change {
  archived?: boolean;
  pinned?: boolean;
  mute?: MuteFor;
  markedUnread?: boolean;
}

const mutes: Record<MuteFor, Mute> = {
  none: Mute.NOT_MUTED,
  hour: Mute.FOR_AN_HOUR,
  'eight-hours': Mute.FOR_EIGHT_HOURS,
  week: Mute.FOR_A_WEEK,
  good: Mute.FOR_GOOD
};

export const changeSettings = (conversationId: string, { mute, ...others }: Change) =>
  line.call(SettingsService.method.changeSettings, { conversationId, ...others, ...(mute && { mute: mutes[mute] }) });
