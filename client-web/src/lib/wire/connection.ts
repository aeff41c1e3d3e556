import { create, fromBinary, toBinary, type DescMessage, type DescMethodUnary, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import {
  ClientBatchSchema,
  ClientFrameSchema,
  ServerBatchSchema,
  type Bye,
  type ClientFrame,
  type Hello,
  type Reply,
  type ServerFrame
} from '$lib/gen/wasl/envelope_pb';
import { backoffMs, hintedMs } from './backoff';
import { encode, methodPath } from './http';
import { lineLost, timedOut, WireError } from './status';

/** The part of WebSocket that is used. */
export interface Socket {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null;
  send(data: Uint8Array): void;
  close(): void;
}

/** `closed`: not wanted; `connecting`: an attempt runs; `waiting`: until the next one; `refused`: the server said not to come back. */
export type LineState = 'closed' | 'connecting' | 'open' | 'waiting' | 'refused';

export interface LineHandlers {
  state(state: LineState): void;
  hello(hello: Hello): void;
  frame(frame: ServerFrame): void;
  /** A connection ended before its hello: the upgrade may have been refused for want of a session. */
  failed(): void;
  refused(code: number): void;
}

interface PendingCall {
  frame: ClientFrame;
  sent: boolean;
  /** Changes nothing: asked again on the next line. */
  reads: boolean;
  timer: ReturnType<typeof setTimeout>;
  settle(reply: Reply): void;
  fail(error: WireError): void;
}

const helloWithinMs = 15_000;
const probeWithinMs = 5000;
const framesPerMessage = 256;
/** How methods that change nothing are named, in every service. */
export const reading = /^(Get|List|Find|Search)/;
const comesBack = (code: number) => code < 4100 || code > 4199;

/** One WebSocket, made again whenever it is lost. Frames queued in one turn leave in one message. */
export class Connection {
  #state: LineState = 'closed';
  #socket: Socket | null = null;
  #attempt = 0;
  #nextId = 1;
  #outgoing: ClientFrame[] = [];
  #flushQueued = false;
  #calls = new Map<number, PendingCall>();
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #lifeTimer: ReturnType<typeof setTimeout> | undefined;
  #pingEveryMs = 30_000;
  #heard = true;
  #returnAfterMs: number | null = null;

  constructor(
    private readonly openSocket: () => Socket,
    private readonly handlers: LineHandlers,
    private readonly random: () => number = Math.random
  ) {}

  get state(): LineState {
    return this.#state;
  }

  start(): void {
    if (this.#state === 'closed' || this.#state === 'refused') this.#connect();
  }

  stop(): void {
    this.#dropSocket();
    this.#failCalls(() => true);
    this.#enter('closed');
  }

  /** Retries at once: the network is back, or the page is looked at again. */
  wake(): void {
    if (this.#state === 'waiting') this.#connect();
    else if (this.#state === 'open') this.#probe(probeWithinMs);
  }

  nextId(): number {
    const id = this.#nextId;
    this.#nextId = id === 0xffffffff ? 1 : id + 1;
    return id;
  }

  /** Waits for the line if need be; fails after `timeoutMs` in all, or, if it may change something, when the line is lost after sending. */
  call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    timeoutMs = 20_000
  ): Promise<MessageShape<O>> {
    const id = this.nextId();
    const body = encode(method, request);
    const frame = create(ClientFrameSchema, { kind: { case: 'call', value: { id, method: methodPath(method), body, timeoutMs } } });
    return new Promise((resolve, reject) => {
      const fail = (error: WireError) => reject(error);
      const settle = (reply: Reply) => {
        if (reply.result.case === 'body') resolve(fromBinary(method.output, reply.result.value));
        else if (reply.result.case === 'error') reject(WireError.of(reply.result.value));
        else resolve(create(method.output));
      };
      const timer = setTimeout(() => this.#expire(id), timeoutMs);
      const call: PendingCall = { frame, sent: false, reads: reading.test(method.name), timer, settle, fail };
      this.#calls.set(id, call);
      if (this.#state === 'open') this.#sendCall(call);
    });
  }

  /** Frames outside a connection are dropped: whoever sent them acts again on `hello`. */
  send(frame: ClientFrame): void {
    if (this.#state !== 'open') return;
    this.#outgoing.push(frame);
    if (this.#flushQueued) return;
    this.#flushQueued = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#flushQueued = false;
    const frames = this.#outgoing;
    this.#outgoing = [];
    if (this.#state !== 'open') return;
    for (let at = 0; at < frames.length; at += framesPerMessage) {
      const batch = create(ClientBatchSchema, { frames: frames.slice(at, at + framesPerMessage) });
      this.#socket?.send(toBinary(ClientBatchSchema, batch));
    }
  }

  #sendCall(call: PendingCall): void {
    call.sent = true;
    this.send(call.frame);
  }

  #connect(): void {
    this.#dropSocket();
    this.#returnAfterMs = null;
    this.#enter('connecting');
    const socket = this.openSocket();
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (event) => socket === this.#socket && this.#receive(event.data);
    socket.onclose = (event) => socket === this.#socket && this.#lost(event.code);
    this.#lifeTimer = setTimeout(() => this.#lost(0), helloWithinMs);
  }

  #dropSocket(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#lifeTimer);
    const socket = this.#socket;
    this.#socket = null;
    this.#outgoing = [];
    if (!socket) return;
    socket.onopen = socket.onclose = socket.onerror = socket.onmessage = null;
    socket.close();
  }

  #lost(code: number): void {
    const hadHello = this.#state === 'open';
    const returnAfterMs = this.#returnAfterMs;
    this.#dropSocket();
    this.#failCalls((call) => call.sent && !call.reads);
    for (const call of this.#calls.values()) call.sent = false;
    if (!comesBack(code)) return this.#refuse(code);
    this.#enter('waiting');
    if (!hadHello) this.handlers.failed();
    if (this.#state !== 'waiting') return;
    const delay = returnAfterMs === null ? backoffMs(this.#attempt, this.random) : hintedMs(returnAfterMs, this.random);
    this.#attempt += 1;
    this.#retryTimer = setTimeout(() => this.#connect(), delay);
  }

  #refuse(code: number): void {
    this.#failCalls(() => true);
    this.#enter('refused');
    this.handlers.refused(code);
  }

  #receive(data: ArrayBuffer): void {
    this.#heard = true;
    const socket = this.#socket;
    for (const frame of fromBinary(ServerBatchSchema, new Uint8Array(data)).frames) {
      if (socket === this.#socket) this.#dispatch(frame);
    }
  }

  #dispatch(frame: ServerFrame): void {
    const { kind } = frame;
    if (kind.case === 'hello') this.#welcome(kind.value);
    else if (kind.case === 'bye') this.#farewell(kind.value);
    else if (kind.case === 'reply' && this.#calls.has(kind.value.id)) this.#take(kind.value.id)?.settle(kind.value);
    else if (kind.case !== 'pong') this.handlers.frame(frame);
  }

  #welcome(hello: Hello): void {
    this.#attempt = 0;
    this.#pingEveryMs = Math.max(1000, hello.pingEveryMs || this.#pingEveryMs);
    this.#enter('open');
    this.handlers.hello(hello);
    if (this.#state !== 'open') return;
    for (const call of this.#calls.values()) if (!call.sent) this.#sendCall(call);
    this.#watchLife();
  }

  #farewell(bye: Bye): void {
    this.#returnAfterMs = bye.reconnectAfterMs;
    this.#lost(bye.code);
  }

  #watchLife(): void {
    clearTimeout(this.#lifeTimer);
    this.#heard = false;
    this.#lifeTimer = setTimeout(() => this.#checkAlive(), this.#pingEveryMs);
  }

  #checkAlive(): void {
    if (this.#heard) this.#watchLife();
    else this.#probe(this.#pingEveryMs);
  }

  /** Asks, and takes the line for dead if nothing at all is heard in time. */
  #probe(withinMs: number): void {
    clearTimeout(this.#lifeTimer);
    this.#heard = false;
    this.send(create(ClientFrameSchema, { kind: { case: 'ping', value: { id: this.nextId() } } }));
    this.#lifeTimer = setTimeout(() => (this.#heard ? this.#watchLife() : this.#lost(0)), withinMs);
  }

  /** The server answers in time or says that it could not: silence means that it, or the line, may be gone. */
  #expire(id: number): void {
    const call = this.#take(id);
    call?.fail(timedOut());
    if (call?.sent && this.#state === 'open') this.#probe(probeWithinMs);
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#calls.get(id);
    if (call) clearTimeout(call.timer);
    this.#calls.delete(id);
    return call;
  }

  #failCalls(which: (call: PendingCall) => boolean): void {
    for (const [id, call] of [...this.#calls]) if (which(call)) this.#take(id)?.fail(lineLost());
  }

  #enter(state: LineState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.handlers.state(state);
  }
}
