import type { Attachment as WireAttachment } from '$lib/gen/wasl/common_pb';

/** A file beside a message; plain values, as the rest of the state. */
export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
  width: number;
  height: number;
  voice: boolean;
  durationMs: number;
  /** Levels from 0 to 1. */
  waveform: number[];
}

export const toAttachment = (wire: WireAttachment): Attachment => ({
  id: wire.id,
  name: wire.name,
  type: wire.type,
  size: Number(wire.size),
  width: wire.width,
  height: wire.height,
  voice: wire.voice,
  durationMs: wire.durationMs,
  waveform: [...wire.waveform].map((level) => level / 255)
});

export const kindOf = (a: Attachment): 'picture' | 'voice' | 'file' =>
  a.width > 0 && a.type.startsWith('image/') ? 'picture' : a.voice && a.type.startsWith('audio/') ? 'voice' : 'file';

export const fileUrl = (a: Attachment) => `/media/files/${a.id}`;
export const smallUrl = (a: Attachment) => `/media/files/${a.id}/small`;
