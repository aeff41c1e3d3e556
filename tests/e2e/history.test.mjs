// A conversation of 100,000 messages: the page draws a few dozen of them, wherever the reader is, and nothing moves under their eyes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

/** Patience, not a measure: hundreds of pages are read one after the other. */
const timeout = 600_000;
const many = 100_000;
/** How far a reader scrolls up by hand: all the way takes minutes, and `scripts/test --full` takes them. */
const scrolled = process.env.WASL_HISTORY_FULL ? many : 15_000;
const mostDrawn = 150;

/** Writes a long past into a conversation: messages of differing length, of both members, five minutes apart. */
function writePast(stack, conversationId, count) {
  stack.sql(
    stack.database,
    `with s as (select head from streams where kind = 2 and key = ${conversationId}),
     members as (select array_agg(person_id order by person_id) as ids from conversation_members where conversation_id = ${conversationId})
     insert into messages (conversation_id, "offset", author_id, client_id, text, sent_at)
     select ${conversationId}, s.head + i, members.ids[1 + (i / 3) % 2], 1000000 + i,
            i || ' ' || repeat('كلام mots ', (i * 7919 % 23)::int), now() - make_interval(mins => (${count} - i) * 5)
     from s, members, generate_series(1, ${count}) i;
     update streams set head = head + ${count} where kind = 2 and key = ${conversationId};
     update conversation_members set read_offset = (select head from streams where kind = 2 and key = ${conversationId})
     where conversation_id = ${conversationId};`
  );
}

/** In the page: how much is drawn, and whether the whole view is covered. */
function drawn() {
  const log = document.querySelector('.log');
  const view = log.getBoundingClientRect();
  const rows = [...document.querySelectorAll('.log__row')].map((row) => row.getBoundingClientRect());
  const covered = rows.length > 0 && rows[0].top <= view.top + 60 && rows.at(-1).bottom >= view.bottom - 60;
  return { rows: rows.length, nodes: log.querySelectorAll('*').length, covered, fromEnd: log.scrollHeight - log.scrollTop - log.clientHeight };
}

/** In the page: the first message that begins in view, and where it is. */
function firstInView() {
  const view = document.querySelector('.log').getBoundingClientRect();
  const message = [...document.querySelectorAll('[data-testid="message"]')].find((x) => x.getBoundingClientRect().top >= view.top);
  return { offset: message.dataset.offset, at: message.getBoundingClientRect().top - view.top };
}

const whereIs = (offset) => {
  const view = document.querySelector('.log').getBoundingClientRect();
  const message = document.querySelector(`[data-testid="message"][data-offset="${offset}"]`);
  return message ? message.getBoundingClientRect().top - view.top : null;
};

/** What the server says to this page can be held back for a while. */
async function holdable(page) {
  const held = [];
  let holding = false;
  let toPage;
  await page.routeWebSocket('**/ws', (socket) => {
    toPage = socket;
    socket.connectToServer().onMessage((message) => (holding ? held.push(message) : socket.send(message)));
  });
  return {
    hold: () => (holding = true),
    release: () => {
      holding = false;
      held.splice(0).forEach((message) => toPage.send(message));
    }
  };
}

const settled = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

describe('a long history', { timeout: 900_000 }, () => {
  let stack, browser, id;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
    const token = await stack.token(people.amel);
    const { people: found } = await stack.call('wasl.directory.v1.DirectoryService/FindPeople', { query: 'Youssef' }, token);
    const { conversation } = await stack.call('wasl.messaging.v1.MessagingService/OpenDirect', { personId: found[0].id }, token);
    id = conversation.id;
    writePast(stack, id, many);
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const heightOf = (visitor) => visitor.locator('.log').evaluate((log) => log.scrollHeight);

  async function scrollTo(visitor, where) {
    await visitor.locator('.log').evaluate((log, to) => (log.scrollTop = to === 'end' ? log.scrollHeight : to), where);
    await settled(visitor.page);
  }

  it('opens at its end, and keeps what is read in place while older pages come', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }], async (amel) => {
      const { page } = amel;
      const answers = await holdable(page);
      await amel.signIn(people.amel);
      await amel.openConversation(id);
      await amel.locator(`${byId('message')}[data-offset]`).first().waitFor();
      await until(async () => (await page.evaluate(drawn)).fromEnd < 2, 'the newest message is in view');
      for (let pages = 0; pages < 5; pages++) {
        answers.hold();
        await scrollTo(amel, 150);
        const seen = await page.evaluate(firstInView);
        const height = await heightOf(amel);
        answers.release();
        await until(async () => (await heightOf(amel)) > height + 1000, 'older messages have come');
        await settled(page);
        const now = await page.evaluate(whereIs, seen.offset);
        assert.ok(now !== null && Math.abs(now - seen.at) <= 1, `message ${seen.offset} was at ${seen.at} and is at ${now}`);
      }
    })
  );

  it('draws a few dozen messages wherever the reader goes in 100,000', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }], async (youssef) => {
      const { page } = youssef;
      await youssef.signIn(people.youssef);
      for (const offset of [2, 33_333, 71_000]) {
        await page.goto(`/messages/${id}?at=${offset}`);
        await youssef.locator(`${byId('message')}[data-offset="${offset}"]`).waitFor();
        await until(async () => (await page.evaluate(drawn)).covered, `message ${offset} and those around it are drawn`);
        const { rows } = await page.evaluate(drawn);
        assert.ok(rows <= mostDrawn, `${rows} rows drawn around ${offset}`);
      }
      await page.goto(`/messages/${id}`);
      await youssef.locator(byId('message')).first().waitFor();
      const began = Date.now();
      const most = await page.evaluate(async (upTo) => {
        const log = document.querySelector('.log');
        const first = () => Number(document.querySelector('[data-testid="message"]')?.dataset.offset ?? Infinity);
        let rows = 0;
        while (document.querySelector('.log__older') && first() > upTo) {
          log.scrollTop = 0;
          await new Promise((resolve) => requestAnimationFrame(resolve));
          rows = Math.max(rows, document.querySelectorAll('.log__row').length);
        }
        return rows;
      }, many - scrolled);
      console.log(`${scrolled} messages scrolled through in ${((Date.now() - began) / 1000).toFixed(1)} s, at most ${most} drawn at once`);
      assert.ok(most > 5 && most <= mostDrawn, `${most} rows drawn`);
      await scrollTo(youssef, 0);
      await until(async () => (await page.evaluate(drawn)).covered, 'the beginning is drawn');

      const frames = [];
      const { scrollHeight } = await youssef.locator('.log').evaluate(({ scrollHeight }) => ({ scrollHeight }));
      for (const share of [0.1, 0.5, 0.33, 0.9, 0.71]) {
        await scrollTo(youssef, scrollHeight * share);
        for (let step = 0; step < 40; step++) {
          await page.evaluate((down) => document.querySelector('.log').scrollBy(0, down), step % 2 ? 173 : 411);
          await settled(page);
          frames.push(await page.evaluate(drawn));
        }
      }
      assert.ok(frames.every((f) => f.covered), `${frames.filter((f) => !f.covered).length} of ${frames.length} views had a hole`);
      assert.ok(frames.every((f) => f.rows <= mostDrawn), `${Math.max(...frames.map((f) => f.rows))} rows drawn`);
      console.log(`at most ${Math.max(...frames.map((f) => f.rows))} rows and ${Math.max(...frames.map((f) => f.nodes))} elements drawn on the way`);
    })
  );

  it('follows the end only for a reader who is there, and reads out what arrives', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'fr' }], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      await Promise.all([amel.openConversation(id), youssef.openConversation(id)]);
      await amel.locator(byId('message')).first().waitFor();
      await until(async () => (await amel.page.evaluate(drawn)).fromEnd < 2, 'the end is in view');
      await youssef.send('Au bout.');
      await amel.message('Au bout.').waitFor();
      await until(async () => (await amel.page.evaluate(drawn)).fromEnd < 2, 'the log follows');
      await amel.locator(byId('announcer')).getByText('Au bout.').waitFor({ state: 'attached' });

      await amel.locator('.log').evaluate((log) => log.scrollBy(0, -900));
      await settled(amel.page);
      const seen = await amel.page.evaluate(firstInView);
      const heard = await amel.locator(byId('announcer')).innerText();
      await youssef.send('Plus loin.');
      await amel.locator('.pill').getByText(amel.say('new_messages', { count: 1 })).waitFor();
      await settled(amel.page);
      assert.deepEqual(await amel.page.evaluate(firstInView), seen, 'nothing moved');
      await amel.locator(byId('announcer')).getByText('Plus loin.').waitFor({ state: 'attached' });
      assert.equal((await amel.locator(byId('announcer')).innerText()).replace(/\s*Plus loin\./, '').trim(), heard.trim(), 'only what arrived is read out');
      await amel.locator('.pill').click();
      await amel.message('Plus loin.').waitFor();
      await until(async () => (await amel.page.evaluate(drawn)).fromEnd < 2, 'the end is in view again');

      await amel.locator('.log').evaluate((log) => log.scrollBy(0, -900));
      await settled(amel.page);
      await amel.send('كتبته أنا');
      await until(async () => (await amel.page.evaluate(drawn)).fromEnd < 2, 'whoever writes sees what they wrote');
    })
  );

  it('is walked through with the keyboard alone', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }], async (amel) => {
      const { page } = amel;
      await amel.signIn(people.amel);
      await amel.openConversation(id);
      await amel.locator(byId('message')).first().waitFor();
      for (let i = 0; i < 3; i++) {
        const height = await heightOf(amel);
        await scrollTo(amel, 0);
        await until(async () => (await heightOf(amel)) > height + 1000, 'an older page has come');
      }
      await scrollTo(amel, 'end');
      await amel.locator('.log').focus();
      const focused = () => page.evaluate(() => Number(document.activeElement.dataset.offset ?? 0));
      await page.keyboard.press('ArrowUp');
      const first = await focused();
      assert.ok(first > many, 'the last message in view has the focus');
      for (let i = 0; i < 120; i++) await page.keyboard.press('ArrowUp');
      assert.equal(await focused(), first - 120, 'one message with each key, past what was drawn at first');
      await amel.locator('.log').evaluate((log) => (log.scrollTop = log.scrollHeight));
      await settled(page);
      assert.equal(await page.evaluate(() => document.activeElement.className), 'log', 'the focus is not lost with the message');
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'composer');
    })
  );
});
