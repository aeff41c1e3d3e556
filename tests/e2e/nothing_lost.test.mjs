// The promise: whatever breaks, every message that was typed arrives, once, in one order, at every page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, serverAway, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

/** Types numbered messages all along. Between two messages it can be told to rest. */
class Writer {
  typed = [];
  #resting = null;
  #wake = () => undefined;
  #stopped = false;

  constructor(visitor, name) {
    this.visitor = visitor;
    this.name = name;
    this.done = this.#write();
    this.done.catch(() => undefined);
  }

  async #write() {
    while (!this.#stopped) {
      const text = `${this.name} ${this.typed.length + 1}`;
      await this.visitor.send(text);
      this.typed.push(text);
      if (this.#resting) await this.#resting();
    }
  }

  /** Answers when the message in hand has been typed. */
  rest() {
    return Promise.race([
      new Promise((rests) => {
        this.#resting = () => new Promise((wake) => ((this.#wake = wake), rests()));
      }),
      this.done
    ]);
  }

  goOn() {
    this.#resting = null;
    this.#wake();
  }

  /** Answers when it has typed some more. */
  async more(count) {
    const goal = this.typed.length + count;
    await Promise.race([until(() => this.typed.length >= goal, `${this.name} typed ${count} more`), this.done]);
  }

  async stop() {
    this.#stopped = true;
    this.goOn();
    await this.done;
  }
}

const sending = (visitor) => visitor.locator(`${byId('message')}[data-state=sending]`);
const allSent = (visitor) => until(async () => (await visitor.messages()).every((m) => m.state === 'sent'), 'everything is sent', 60_000);

describe('nothing is lost', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start({ ownRedis: true });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('through a killed server, a killed Redis, a dead line and a reload with messages under way', { timeout: 600_000 }, () => {
    const options = (language) => ({ language, ownLine: true, expect: [serverAway] });
    return visit(browser, stack, [options('ar'), options('fr')], async (hatem, karima) => {
      await Promise.all([hatem.signIn(people.hatem), karima.signIn(people.karima)]);
      const token = await stack.token(people.hatem);
      const { people: found } = await stack.call('wasl.directory.v1.DirectoryService/FindPeople', { query: 'Karima' }, token);
      const { conversation } = await stack.call('wasl.messaging.v1.MessagingService/OpenDirect', { personId: found[0].id }, token);
      await Promise.all([hatem.openConversation(conversation.id), karima.openConversation(conversation.id)]);
      await Promise.all([hatem.kept(), karima.kept()]);

      const arabic = new Writer(hatem, 'حاتم');
      const french = new Writer(karima, 'Karima');
      const writers = [arabic, french];
      const bothWrite = (count) => Promise.all(writers.map((w) => w.more(count)));
      await bothWrite(5);

      // The server dies and comes back.
      await stack.kill();
      await Promise.all([bothWrite(4), sending(hatem).first().waitFor(), sending(karima).first().waitFor()]);
      await stack.serve();
      await bothWrite(5);

      // Redis dies and comes back.
      await stack.redis.kill();
      await bothWrite(6);
      await stack.redis.start();
      await bothWrite(5);

      // One line is dead for a while.
      await hatem.loseLine();
      await Promise.all([arabic.more(6), french.more(6)]);
      const cutOff = await sending(hatem).count();
      assert.ok(cutOff >= 5, `${cutOff} messages wait for the line`);
      await hatem.findLine();
      await bothWrite(5);

      // A page is reloaded while the server is dead and messages wait.
      await stack.kill();
      await bothWrite(3);
      await french.rest();
      const waiting = await sending(karima).count();
      assert.ok(waiting >= 3, `${waiting} messages wait`);
      await karima.page.reload();
      await until(async () => (await sending(karima).count()) === waiting, 'what waited still waits after the reload');
      french.goOn();
      await bothWrite(3);
      await stack.serve();
      await bothWrite(5);
      await stack.restart();
      await bothWrite(3);

      await Promise.all(writers.map((w) => w.stop()));
      await Promise.all([allSent(hatem), allSent(karima)]);
      const typed = writers.flatMap((w) => w.typed);
      await until(async () => (await stack.messages(conversation.id, token)).length >= typed.length, 'the server has them all');
      const stored = await stack.messages(conversation.id, token);

      assert.deepEqual(stored.map((m) => m.text).sort(), [...typed].sort(), 'everything that was typed is stored, once');
      for (const { name, typed: own } of writers) {
        assert.deepEqual(stored.map((m) => m.text).filter((text) => text.startsWith(name)), own, `${name}: in the order of typing`);
      }
      assert.deepEqual(stored.map((m) => m.offset), [...stored.keys()].map((i) => i + stored[0].offset), 'offsets without a gap');
      const expected = stored.map((m) => ({ ...m, state: 'sent' }));
      for (const visitor of [hatem, karima]) await sameAs(visitor, expected);
      for (const visitor of [hatem, karima]) {
        await visitor.page.reload();
        await visitor.online();
        await sameAs(visitor, expected);
      }
      console.log(`${stored.length} messages; ${cutOff} were typed on a dead line, ${waiting} waited over the reload`);
    });
  });
});

/** The page shows exactly this, from the beginning of the conversation. */
async function sameAs(visitor, expected) {
  const older = visitor.locator('.log__older');
  let shown = [];
  const same = async () => {
    if (await older.count()) await older.click({ timeout: 1000 }).catch(() => undefined);
    shown = await visitor.messages();
    return shown.length === expected.length;
  };
  await until(same, () => `${visitor.page.url()} shows ${shown.length} of ${expected.length} messages`).catch((error) => {
    assert.deepEqual(shown, expected);
    throw error;
  });
  assert.deepEqual(shown, expected);
}
