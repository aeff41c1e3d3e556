// A Wasl of its own for one test file: a database made from nothing, a server that may be killed and come back, a mail folder.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const {
  WASL_TEST_PG: postgres,
  WASL_TEST_REDIS: sharedRedis = '',
  WASL_TEST_BINARY: binary = join(root, 'build/dev/bin/wasl'),
  WASL_TEST_CLIENT: client = join(root, 'client-web/build')
} = process.env;

export const password = 'wasl-demo-2026';
export const people = {
  amel: 'amel@khotwa.example',
  youssef: 'youssef@heure-joyeuse.example',
  hodan: 'hodan@bender-djedid.example',
  skander: 'skander@khotwa.example',
  najla: 'najla@khotwa.example',
  hatem: 'hatem@attej.example',
  meriem: 'meriem@bidhrat-amal.example',
  sami: 'sami@soutkom.example',
  rim: 'rim@jamaity.example',
  salma: 'salma@heure-joyeuse.example',
  karima: 'karima@initiatives-climat.example',
  fatima: 'fz.ouali@enabel.example',
  robleh: 'robleh@bender-djedid.example'
};

/** Long enough for a machine whose disk or processors were somebody else's for half a minute; nothing here measures speed. */
export const patienceMs = 90_000;

/** Asks again until the answer is truthy, and answers with it. An error that `ask` throws is told when time is up. */
export async function until(ask, what, withinMs = patienceMs) {
  const end = Date.now() + withinMs;
  for (let last; ; ) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${withinMs / 1000} s in vain: ${typeof what === 'function' ? what() : what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Whatever ends this process, nothing that it started or made stays.
const leftovers = new Set();
process.on('exit', () => [...leftovers].reverse().forEach((clear) => clear()));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** The kernel ends the child even when this process is killed outright. */
function start(command, args, { log, env = process.env }) {
  const out = openSync(log, 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], { stdio: ['ignore', out, out], env });
  closeSync(out);
  const clear = () => child.kill('SIGKILL');
  leftovers.add(clear);
  child.once('exit', () => leftovers.delete(clear));
  return child;
}

async function stop(child, signal) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** A Redis that a test may kill. */
export class OwnRedis {
  constructor(folder) {
    this.folder = folder;
    this.socket = join(folder, 'redis.sock');
  }
  async start() {
    const args = ['--port', '0', '--unixsocket', this.socket, '--dir', this.folder, '--save', '', '--appendonly', 'no'];
    this.child = start('redis-server', args, { log: join(this.folder, 'redis.log') });
    const ping = () => execFileSync('redis-cli', ['-s', this.socket, 'ping'], { stdio: 'pipe' }).toString().startsWith('PONG');
    await until(ping, 'Redis answers');
  }
  async kill() {
    await stop(this.child, 'SIGKILL');
  }
}

/** The line between one person and the server: it can fall silent, as in a tunnel, without anybody being told. */
export class Line {
  #pairs = new Set();
  #silent = false;

  static async lay(port) {
    const line = new Line();
    line.server = createServer((near) => line.#join(near, port)).listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    line.origin = `http://127.0.0.1:${line.server.address().port}`;
    return line;
  }

  #join(near, port) {
    const far = connect(port, '127.0.0.1');
    const pair = [near, far];
    this.#pairs.add(pair);
    near.once('data', (bytes) => (pair.stays = bytes.subarray(0, 7).toString() === 'GET /ws'));
    const end = () => {
      if (this.#silent) return;
      pair.forEach((socket) => socket.destroy());
      this.#pairs.delete(pair);
    };
    for (const [from, to] of [pair, [far, near]]) {
      from.on('data', (bytes) => this.#silent || to.write(bytes));
      from.on('close', end).on('error', end);
    }
  }

  silence() {
    this.#silent = true;
  }

  /** New connections work. An open WebSocket stays dead, and nobody is told; a browser drops the others by itself. */
  mend() {
    this.#silent = false;
    for (const pair of this.#pairs) pair.forEach((socket) => (pair.stays ? socket.removeAllListeners('data').resume() : socket.destroy()));
  }

  close() {
    this.#silent = false;
    for (const pair of this.#pairs) pair.forEach((socket) => socket.destroy());
    this.server.close();
  }
}

export class Stack {
  /** `ownRedis`: one that the test may kill, at `stack.redis`. `settings`: more of the environment. */
  static async start({ ownRedis = false, settings = {} } = {}) {
    if (!postgres) throw new Error('WASL_TEST_PG is not set: run these tests with scripts/test --only e2e');
    const stack = new Stack();
    try {
      await stack.#make(ownRedis, settings);
    } catch (error) {
      await stack.close();
      throw error;
    }
    return stack;
  }

  async #make(ownRedis, settings) {
    this.folder = mkdtempSync(join(tmpdir(), 'wasl-e2e-'));
    this.database = `wasl_e2e_${randomBytes(6).toString('hex')}`;
    leftovers.add((this.clear = () => this.#clear()));
    this.mails = join(this.folder, 'mail');
    this.log = join(this.folder, 'wasl.log');
    mkdirSync(this.mails);
    writeFileSync(join(this.folder, 'secret'), randomBytes(32).toString('hex'), { mode: 0o600 });
    if (ownRedis) await (this.redis = new OwnRedis(this.folder)).start();
    const redis = this.redis?.socket ?? sharedRedis;
    this.sql('postgres', `create database ${this.database} template template0`);

    const port = (this.port = await freePort());
    this.origin = `http://127.0.0.1:${port}`;
    this.env = {
      PATH: process.env.PATH,
      WASL_LISTEN: `127.0.0.1:${port}`,
      WASL_PUBLIC_URL: this.origin,
      WASL_DATABASE: this.#conninfo(this.database),
      WASL_REDIS: redis && `unix:${redis}`,
      WASL_SECRET_FILE: join(this.folder, 'secret'),
      WASL_MAIL: `dir:${this.mails}`,
      WASL_CLIENT_DIR: client,
      WASL_MEDIA_DIR: join(this.folder, 'media'),
      WASL_RATE_SCALE: '0',
      ...settings
    };
    this.wasl(['migrate']);
    this.wasl(['admin', 'demo', join(root, 'demo/demo.sql')]);
    await this.serve();
  }

  #conninfo(database) {
    return /\bdbname=/.test(postgres) ? postgres.replace(/\bdbname=\S+/, `dbname=${database}`) : `${postgres} dbname=${database}`;
  }

  sql(database, statement) {
    const args = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', this.#conninfo(database), '-c', statement];
    return execFileSync('psql', args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString().trim();
  }

  /** Runs a command of wasl to its end. */
  wasl(args, input = '') {
    return execFileSync(binary, args, { env: this.env, input, stdio: ['pipe', 'pipe', 'pipe'] }).toString();
  }

  async serve() {
    this.server = start(binary, ['serve'], { log: this.log, env: this.env });
    const ready = async () => {
      if (this.server.exitCode !== null) throw new Error('the server ended');
      return (await fetch(`${this.origin}/readyz`)).ok;
    };
    await until(ready, () => `the server is ready\n${this.tail()}`);
  }

  /** As the machine does it: without a word to anybody. */
  async kill() {
    await stop(this.server, 'SIGKILL');
  }

  async restart() {
    await this.kill();
    await this.serve();
  }

  tail(lines = 30) {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').split('\n').slice(-lines).join('\n') : '';
  }

  /** How busy the machine is, for who reads about a failure. */
  strain() {
    const pressure = (of) => existsSync(`/proc/pressure/${of}`) && readFileSync(`/proc/pressure/${of}`, 'utf8').split('\n')[0];
    return `load ${loadavg().map((n) => n.toFixed(1)).join(' ')}; disk ${pressure('io')}; processors ${pressure('cpu')}`;
  }

  /** A call through the HTTP door: `call('wasl.accounts.v1.AccountsService/GetMe', {}, token)`. */
  async call(method, request, token = '') {
    const response = await fetch(`${this.origin}/${method}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(request)
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async token(email) {
    return (await this.call('wasl.accounts.v1.AccountsService/SignIn', { email, password, wantToken: true })).token;
  }

  /** All messages of a conversation, oldest first, as the server has them. */
  async messages(conversationId, token) {
    const all = [];
    for (let before = 0, more = true; more; ) {
      const page = await this.call('wasl.messaging.v1.MessagingService/ListMessages', { conversationId, before, limit: 100 }, token);
      all.push(...(page.messages ?? []));
      more = page.more === true;
      before = all.at(-1)?.offset ?? 0;
    }
    return all.reverse().map((m) => ({ offset: Number(m.offset), text: m.text ?? '' }));
  }

  /** The mails written to a person so far, oldest first, decoded. */
  mailsTo(email) {
    const files = readdirSync(this.mails).filter((name) => name.endsWith('.eml'));
    const mails = files.map((name) => decodeMail(readFileSync(join(this.mails, name), 'utf8')));
    return mails.filter((mail) => mail.to.includes(email)).sort((a, b) => a.date - b.date);
  }

  async close() {
    await stop(this.server, 'SIGKILL');
    await this.redis?.kill();
    if (this.clear) leftovers.delete(this.clear);
    this.#clear();
  }

  #clear() {
    try {
      this.sql('postgres', `drop database if exists ${this.database} with (force)`);
    } catch (error) {
      console.error(String(error.stderr ?? error));
    }
    if (!process.env.WASL_TEST_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }
}

const fromBase64 = (text) => Buffer.from(text, 'base64').toString('utf8');

function decodeMail(text) {
  const [head, ...rest] = text.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const header = (name) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1).trim() ?? '';
  const words = header('subject').replace(/\?=\s+=\?/g, '?==?');
  return {
    to: header('to'),
    date: Date.parse(header('date')),
    subject: words.replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, word) => fromBase64(word)),
    body: header('content-transfer-encoding') === 'base64' ? fromBase64(rest.join('')) : rest.join('\r\n\r\n')
  };
}
