import type { Poll as WirePoll, PollTally } from '$lib/gen/wasl/messaging/v1/messaging_pb';

/** What a message asks. Plain values, as in `model`. */
export interface Poll {
  options: string[];
  several: boolean;
  /** 0: when somebody closes it. */
  closesAt: number;
}

/** What it comes to. */
export interface Tally {
  counts: number[];
  voters: number;
  /** Before its time; 0: not. */
  closedAt: number;
}

export const toPoll = (wire: WirePoll): Poll => ({ options: [...wire.options], several: wire.several, closesAt: Number(wire.closesAtMs) });

export const toTally = (wire: PollTally): Tally => ({ counts: [...wire.counts], voters: wire.voters, closedAt: Number(wire.closedAtMs) });

export const isClosed = (poll: Poll, tally: Tally | undefined, now: number): boolean =>
  !!tally?.closedAt || (poll.closesAt > 0 && poll.closesAt <= now);

/** The vote after a choice: another one in its place, or one more, or one less. */
export function chosen(vote: number[], option: number, several: boolean): number[] {
  if (vote.includes(option)) return vote.filter((o) => o !== option);
  return several ? [...vote, option].sort((a, b) => a - b) : [option];
}

/** Of those who voted, in whole percent. */
export const share = (tally: Tally | undefined, option: number): number =>
  tally && tally.voters > 0 ? Math.round((100 * (tally.counts[option] ?? 0)) / tally.voters) : 0;
