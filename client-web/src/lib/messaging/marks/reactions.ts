import type { Reaction as WireReaction } from '$lib/gen/wasl/messaging/v1/messaging_pb';

export interface Reaction {
  emoji: string;
  count: number;
  since: number;
  mine: boolean;
}

/** What is offered at once; any other emoji comes from the picker. */
export const usual = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

export const toReaction = (wire: WireReaction, mine: boolean): Reaction => ({
  emoji: wire.emoji,
  count: wire.count,
  since: Number(wire.sinceMs),
  mine
});

/** The list with one emoji as it stands now; 0: it is gone. Ordered as the server orders it. */
export function withReaction(list: Reaction[], changed: Reaction): Reaction[] {
  const others = list.filter((r) => r.emoji !== changed.emoji);
  if (changed.count === 0) return others;
  return [...others, changed].sort((a, b) => a.since - b.since || byBytes(a.emoji, b.emoji));
}

// As the bytes of UTF-8 compare, which is how code points do.
function byBytes(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference) return difference;
  }
  return x.length - y.length;
}
