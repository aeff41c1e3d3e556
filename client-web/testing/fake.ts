import { create, fromBinary, toBinary, type DescMethod, type MessageInitShape, type DescMessage } from '@bufbuild/protobuf';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { AccountsService } from '../src/lib/gen/wasl/accounts/v1/accounts_pb';
import { DirectoryService } from '../src/lib/gen/wasl/directory/v1/directory_pb';
import {
  ClientBatchSchema,
  Code,
  ServerBatchSchema,
  ServerFrameSchema,
  StatusSchema,
  StreamKind,
  type ClientFrame,
  type Event,
  type ServerFrame,
  type Stream
} from '../src/lib/gen/wasl/envelope_pb';
import { ConversationKind, MessagingService } from '../src/lib/gen/wasl/messaging/v1/messaging_pb';
import { regions, sectors } from './demo';
import type { FakeConversation, World } from './world';

class Refusal extends Error {
  constructor(
    readonly code: Code,
    readonly reason: string
  ) {
    super(reason);
  }
}

interface Session {
  id: string;
  personId: string;
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
}

interface Line {
  socket: WebSocket;
  session: Session;
  since: Map<string, number>;
}

type Handler = (request: never, session: Session | undefined) => Record<string, unknown>;

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json'
};

/** A stand-in for the server, in memory: enough of the wire to develop the client and to drive it in a browser. */
export class FakeServer {
  #http = createServer((request, response) => void this.#serve(request, response));
  #ws = new WebSocketServer({ noServer: true });
  #sessions = new Map<string, Session>();
  #lines = new Set<Line>();
  #methods = new Map<string, { method: DescMethod; handle: Handler }>();
  /** Every send waits this long, or is refused with this code. */
  sendDelayMs = 0;
  refuseSends: Code | null = null;
  pingEveryMs = 20_000;

  constructor(
    readonly world: World,
    private readonly build = ''
  ) {
    this.#register(AccountsService.method, this.#accounts());
    this.#register(DirectoryService.method, this.#directory());
    this.#register(MessagingService.method, this.#messaging());
    world.listeners.add((event) => this.#publish(event));
    this.#http.on('upgrade', (request, socket, head) => {
      const session = this.#sessionOf(request);
      if (!session) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      this.#ws.handleUpgrade(request, socket, head, (ws) => this.#accept(ws, session));
    });
  }

  listen(port = 0): Promise<number> {
    return new Promise((resolve) => this.#http.listen(port, '127.0.0.1', () => resolve((this.#http.address() as AddressInfo).port)));
  }

  /** Ends every connection, and takes no new one until `listen`. */
  async stop(): Promise<void> {
    for (const line of this.#lines) line.socket.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  drop(): void {
    for (const line of this.#lines) line.socket.terminate();
  }

  /** Another device signs in; its session shows in the list. */
  signIn(personId: string, userAgent: string): string {
    const id = this.world.newId();
    const now = Date.now();
    this.#sessions.set(id, { id, personId, userAgent, createdAt: now, lastSeenAt: now });
    return id;
  }

  endSession(id: string): void {
    this.#sessions.delete(id);
    for (const line of this.#lines) if (line.session.id === id) this.#bye(line, 4100);
  }

  typing(conversationId: string, personId: string): void {
    const stream = { kind: StreamKind.STREAM_CONVERSATION, key: conversationId };
    for (const line of this.#lines) {
      if (line.session.personId !== personId) this.#send(line, { kind: { case: 'signal', value: { stream, type: 1, personId } } });
    }
  }

  // ---- the WebSocket ----

  #accept(socket: WebSocket, session: Session): void {
    const line: Line = { socket, session, since: new Map() };
    this.#lines.add(line);
    socket.on('close', () => this.#lines.delete(line));
    socket.on('message', (data) => {
      for (const frame of fromBinary(ClientBatchSchema, new Uint8Array(data as Buffer)).frames) void this.#frame(line, frame);
    });
    const { personId, id: sessionId } = session;
    const value = { personId, sessionId, serverTimeMs: BigInt(Date.now()), pingEveryMs: this.pingEveryMs };
    this.#send(line, { kind: { case: 'hello', value } });
  }

  async #frame(line: Line, { kind }: ClientFrame): Promise<void> {
    if (kind.case === 'ping') this.#send(line, { kind: { case: 'pong', value: { id: kind.value.id } } });
    else if (kind.case === 'subscribe') this.#subscribe(line, kind.value.id, kind.value.stream, kind.value.since);
    else if (kind.case === 'unsubscribe') line.since.delete(`${kind.value.stream?.kind}:${kind.value.stream?.key}`);
    else if (kind.case === 'signal') this.#relay(line, kind.value.stream);
    else if (kind.case === 'call') {
      const { id, method, body } = kind.value;
      if (method.endsWith('SendMessage') && this.sendDelayMs) await new Promise((resolve) => setTimeout(resolve, this.sendDelayMs));
      try {
        this.#send(line, { kind: { case: 'reply', value: { id, result: { case: 'body', value: this.#answer(method, body, line.session) } } } });
      } catch (error) {
        const { code, reason } = error instanceof Refusal ? error : { code: Code.INTERNAL, reason: '' };
        this.#send(line, { kind: { case: 'reply', value: { id, result: { case: 'error', value: { code, reason } } } } });
      }
    }
  }

  #subscribe(line: Line, id: number, stream: Stream | undefined, since: bigint | undefined): void {
    if (!stream) return;
    const events = this.world.events(stream.kind, stream.key);
    const head = events.length;
    this.#send(line, { kind: { case: 'subscribed', value: { id, stream, head: BigInt(head), recovered: true } } });
    for (const event of events.slice(Number(since ?? head))) this.#send(line, { kind: { case: 'event', value: event } });
    line.since.set(`${stream.kind}:${stream.key}`, head);
  }

  #relay(from: Line, stream: Stream | undefined): void {
    if (stream) this.typing(stream.key, from.session.personId);
  }

  #publish(event: Event): void {
    for (const line of this.#lines) {
      if (line.since.has(`${event.stream?.kind}:${event.stream?.key}`)) this.#send(line, { kind: { case: 'event', value: event } });
    }
  }

  #send(line: Line, frame: MessageInitShape<typeof ServerFrameSchema>): void {
    const frames = [create(ServerFrameSchema, frame) as ServerFrame];
    line.socket.send(toBinary(ServerBatchSchema, create(ServerBatchSchema, { frames })));
  }

  #bye(line: Line, code: number): void {
    this.#send(line, { kind: { case: 'bye', value: { code } } });
    line.socket.close(code);
  }

  // ---- HTTP ----

  #sessionOf(request: IncomingMessage): Session | undefined {
    const session = this.#sessions.get(/session=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (session) session.lastSeenAt = Date.now();
    return session;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') return this.#rpc(request, response);
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    const wanted = join(this.build, path);
    const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(this.build, '200.html');
    const cache = path.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Cache-Control': cache });
    createReadStream(file).pipe(response);
  }

  async #rpc(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = (request.url ?? '').slice(1);
    const session = this.#sessionOf(request);
    try {
      if (method.endsWith('/SignIn')) this.#startSession(request, response, new Uint8Array(Buffer.concat(chunks)));
      const body = this.#answer(method, new Uint8Array(Buffer.concat(chunks)), session);
      response.writeHead(200, { 'Content-Type': 'application/proto' }).end(body);
    } catch (error) {
      const { code, reason } = error instanceof Refusal ? error : { code: Code.INTERNAL, reason: String(error) };
      const value = Buffer.from(toBinary(StatusSchema, create(StatusSchema, { code, reason }))).toString('base64');
      const json = { code: Code[code].toLowerCase(), message: reason, details: [{ type: 'wasl.v1.Status', value }] };
      const status = code === Code.UNAUTHENTICATED ? 401 : code === Code.NOT_FOUND ? 404 : 400;
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
    }
  }

  #startSession(request: IncomingMessage, response: ServerResponse, body: Uint8Array): void {
    const { email, password } = fromBinary(AccountsService.method.signIn.input, body);
    const person = [...this.world.people.values()].find((p) => p.email === email);
    if (!person || password !== 'motdepasse') throw new Refusal(Code.UNAUTHENTICATED, 'accounts.wrong_password');
    const id = this.signIn(person.id, request.headers['user-agent'] ?? '');
    response.setHeader('Set-Cookie', `session=${id}; HttpOnly; SameSite=Lax; Path=/`);
  }

  #register(methods: Record<string, DescMethod>, handlers: Record<string, Handler>): void {
    for (const [name, handle] of Object.entries(handlers)) {
      const method = methods[name];
      if (method) this.#methods.set(`${method.parent.typeName}/${method.name}`, { method, handle });
    }
  }

  #answer(path: string, body: Uint8Array, session: Session | undefined): Uint8Array {
    const known = this.#methods.get(path);
    if (!known) throw new Refusal(Code.UNIMPLEMENTED, 'wire.no_method');
    const open = path.startsWith('wasl.accounts') && !/GetMe|Session|SignOut|SetLanguage/.test(path);
    if (!session && !open) throw new Refusal(Code.UNAUTHENTICATED, 'accounts.signed_out');
    const answer = known.handle(fromBinary(known.method.input, body) as never, session);
    const output: DescMessage = known.method.output;
    return toBinary(output, create(output, answer));
  }

  #me(person: string, sessionId = '0') {
    const known = this.world.people.get(person);
    return { card: this.world.card(person), email: known?.email ?? '', language: known?.language ?? 0, sessionId };
  }

  // ---- methods ----

  #accounts(): Record<string, Handler> {
    const methods = AccountsService.method;
    type In<K extends keyof typeof methods> = MessageInitShape<(typeof methods)[K]['input']>;
    return {
      signIn: (request: In<'signIn'>) => {
        const person = [...this.world.people.values()].find((p) => p.email === request.email);
        return { me: this.#me(person?.id ?? '') };
      },
      signUp: () => ({}),
      confirmEmail: (request: In<'confirmEmail'>) => {
        if (request.token !== 'good') throw new Refusal(Code.INVALID_ARGUMENT, 'accounts.bad_token');
        return { email: 'p1@exemple.tn' };
      },
      requestPasswordReset: () => ({}),
      resetPassword: () => ({ email: 'p1@exemple.tn' }),
      getMe: (_: never, session) => ({ me: this.#me(session?.personId ?? '', session?.id) }),
      signOut: (_: never, session) => {
        this.#sessions.delete(session?.id ?? '');
        return {};
      },
      setLanguage: (request: In<'setLanguage'>, session) => {
        const person = this.world.people.get(session?.personId ?? '');
        if (person) person.language = request.language ?? 0;
        return {};
      },
      listSessions: (_: never, session) => ({
        sessions: [...this.#sessions.values()]
          .filter((s) => s.personId === session?.personId)
          .sort((a, b) => b.lastSeenAt - a.lastSeenAt)
          .map((s) => ({
            id: s.id,
            userAgent: s.userAgent,
            createdAtMs: BigInt(s.createdAt),
            lastSeenAtMs: BigInt(s.lastSeenAt),
            current: s.id === session?.id
          }))
      }),
      endSession: ({ which }: In<'endSession'>, session) => {
        const others = [...this.#sessions.values()].filter((s) => s.personId === session?.personId && s.id !== session?.id);
        if (which?.case === 'sessionId') this.endSession(which.value);
        else for (const other of others) this.endSession(other.id);
        return {};
      }
    } as Record<string, Handler>;
  }

  #organisation(id: string) {
    const o = this.world.organisations.get(id);
    if (!o) throw new Refusal(Code.NOT_FOUND, 'directory.not_found');
    return {
      id: o.id,
      kind: o.kind,
      name: { ar: o.ar, fr: o.fr },
      region: o.region,
      locality: { ar: o.localityAr, fr: o.localityFr },
      sectors: o.sectors,
      verified: o.verified
    };
  }

  #directory(): Record<string, Handler> {
    const methods = DirectoryService.method;
    type In<K extends keyof typeof methods> = MessageInitShape<(typeof methods)[K]['input']>;
    const holds = (text: string, query = '') => query.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));
    return {
      listSectors: () => ({ sectors: sectors.map(([code, ar, fr]) => ({ code, name: { ar, fr } })) }),
      listRegions: () => ({ regions: regions.map(([code, country, ar, fr]) => ({ code, country, name: { ar, fr } })) }),
      listOrganisations: ({ query, sector, region }: In<'listOrganisations'>) => ({
        organisations: [...this.world.organisations.values()]
          .filter((o) => holds(`${o.ar} ${o.fr}`, query) && (!sector || o.sectors.includes(sector)) && (!region || o.region === region))
          .map((o) => this.#organisation(o.id))
      }),
      getOrganisation: ({ id }: In<'getOrganisation'>) => ({
        organisation: this.#organisation(id ?? ''),
        seats: [...this.world.people.values()]
          .filter((p) => p.organisationId === id)
          .map((p, i) => ({ person: this.world.card(p.id), role: i === 0 ? 1 : 3 }))
      }),
      findPeople: ({ query }: In<'findPeople'>, session) => ({
        people: [...this.world.people.values()]
          .filter((p) => p.id !== session?.personId)
          .map((p) => this.world.card(p.id))
          .filter((c) => holds(`${c.name} ${c.organisationName?.ar} ${c.organisationName?.fr}`, query))
      })
    } as Record<string, Handler>;
  }

  #conversation(id: string | undefined, session: Session | undefined): FakeConversation {
    const known = this.world.conversations.get(id ?? '');
    if (!known?.members.includes(session?.personId ?? '')) throw new Refusal(Code.NOT_FOUND, 'messaging.not_found');
    return known;
  }

  #shown(conversation: FakeConversation, viewer = '') {
    return { conversation: this.world.snapshot(conversation, viewer), people: conversation.members.map((id) => this.world.card(id)) };
  }

  #messaging(): Record<string, Handler> {
    const { world } = this;
    const methods = MessagingService.method;
    type In<K extends keyof typeof methods> = MessageInitShape<(typeof methods)[K]['input']>;
    const messageOf = (conversation: FakeConversation, offset?: bigint) => {
      const found = conversation.messages.find((message) => message.offset === offset);
      if (!found) throw new Refusal(Code.NOT_FOUND, 'messaging.not_found');
      return found;
    };
    return {
      openDirect: ({ personId }: In<'openDirect'>, s) => this.#shown(world.direct(s?.personId ?? '', personId ?? ''), s?.personId),
      createGroup: ({ title, personIds }: In<'createGroup'>, s) =>
        this.#shown(world.found(ConversationKind.CONVERSATION_GROUP, title ?? '', s?.personId ?? '', personIds ?? []), s?.personId),
      listConversations: ({ limit, cursor }: In<'listConversations'>, s) => {
        const from = Number(cursor || 0);
        const all = world.of(s?.personId ?? '');
        const page = all.slice(from, from + (limit || 30));
        const next = from + page.length;
        return {
          conversations: page.map((c) => world.snapshot(c, s?.personId ?? '')),
          people: [...new Set(page.flatMap((c) => c.members))].map((id) => world.card(id)),
          nextCursor: next < all.length ? String(next) : '',
          personHead: BigInt(world.head(StreamKind.STREAM_PERSON, s?.personId ?? ''))
        };
      },
      getConversation: ({ conversationId }: In<'getConversation'>, s) => this.#shown(this.#conversation(conversationId, s), s?.personId),
      listMessages: ({ conversationId, before, limit }: In<'listMessages'>, s) => {
        const conversation = this.#conversation(conversationId, s);
        const older = conversation.messages.filter((m) => !before || m.offset < before).reverse();
        return {
          messages: older.slice(0, limit || 50),
          more: older.length > (limit || 50),
          head: BigInt(world.head(StreamKind.STREAM_CONVERSATION, conversation.id)),
          people: conversation.members.map((id) => world.card(id))
        };
      },
      sendMessage: ({ conversationId, clientId, text }: In<'sendMessage'>, s) => {
        if (this.refuseSends !== null) throw new Refusal(this.refuseSends, 'messaging.refused');
        const message = world.say(this.#conversation(conversationId, s), s?.personId ?? '', clientId ?? 0n, text ?? '');
        return { offset: message.offset, sentAtMs: message.sentAtMs };
      },
      editMessage: ({ conversationId, offset, text }: In<'editMessage'>, s) => {
        const conversation = this.#conversation(conversationId, s);
        const message = messageOf(conversation, offset);
        world.edit(conversation, message, text ?? '');
        return { message };
      },
      deleteMessage: ({ conversationId, offset }: In<'deleteMessage'>, s) => {
        const conversation = this.#conversation(conversationId, s);
        const message = messageOf(conversation, offset);
        world.remove(conversation, message);
        return { message };
      },
      markRead: ({ conversationId, offset }: In<'markRead'>, s) => ({
        readOffset: BigInt(world.markRead(this.#conversation(conversationId, s), s?.personId ?? '', Number(offset)))
      })
    } as Record<string, Handler>;
  }
}
