import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { ClientBatchSchema, ServerBatchSchema, type ClientFrame, type ServerFrameSchema } from '$lib/gen/wasl/envelope_pb';
import { Connection, type LineState, type Socket } from '$lib/wire/connection';

export class FakeSocket implements Socket {
  binaryType = '';
  onopen: Socket['onopen'] = null;
  onclose: Socket['onclose'] = null;
  onerror: Socket['onerror'] = null;
  onmessage: Socket['onmessage'] = null;
  batches: ClientFrame[][] = [];
  closed = false;

  send(data: Uint8Array): void {
    this.batches.push(fromBinary(ClientBatchSchema, data).frames);
  }
  close(): void {
    this.closed = true;
  }
  get frames(): ClientFrame[] {
    return this.batches.flat();
  }
  receive(...frames: MessageInitShape<typeof ServerFrameSchema>[]): void {
    const data = toBinary(ServerBatchSchema, create(ServerBatchSchema, { frames }));
    this.onmessage?.({ data: data.slice().buffer });
  }
  hello(pingEveryMs = 20_000): void {
    this.receive({ kind: { case: 'hello', value: { personId: '1', sessionId: '2', pingEveryMs } } });
  }
  end(code = 1006): void {
    this.onclose?.({ code });
  }
}

export function fakeLine() {
  const sockets: FakeSocket[] = [];
  const seen = { states: [] as LineState[], hellos: 0, failed: 0, refused: [] as number[], frames: 0 };
  const open = () => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  };
  const line = new Connection(
    open,
    {
      state: (state) => seen.states.push(state),
      hello: () => (seen.hellos += 1),
      frame: () => (seen.frames += 1),
      failed: () => (seen.failed += 1),
      refused: (code) => seen.refused.push(code)
    },
    () => 0.5
  );
  const last = () => sockets.at(-1) as FakeSocket;
  return { line, sockets, seen, last };
}

export const microtasks = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};
