import type { Hello, ServerFrame } from '$lib/gen/wasl/envelope_pb';
import { Connection, type Socket } from './connection';
import { net } from './net.svelte';

export interface LineEvents {
  hello(hello: Hello): void;
  frame(frame: ServerFrame): void;
  failed(): void;
  refused(code: number): void;
}

const openSocket = () => {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(`${scheme}//${location.host}/ws`) as unknown as Socket;
};

let events: LineEvents | null = null;

/** The page's one connection. */
export const line = new Connection(openSocket, {
  state: (state) => net.follow(state),
  hello: (hello) => events?.hello(hello),
  frame: (frame) => events?.frame(frame),
  failed: () => events?.failed(),
  refused: (code) => events?.refused(code)
});

export function openLine(to: LineEvents): void {
  events = to;
  line.start();
}

export function closeLine(): void {
  events = null;
  line.stop();
}

addEventListener('online', () => {
  line.wake();
  net.follow(line.state);
});
addEventListener('offline', () => line.state !== 'closed' && net.unplugged());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && line.wake());
