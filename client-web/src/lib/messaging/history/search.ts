import type { Message } from '../model';

/** Where the messages above an offset begin; the messages are in order. */
export function firstAbove(messages: Message[], offset: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.offset ?? Infinity) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
