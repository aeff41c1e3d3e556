import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, serverAway, visit } from './support/browser.mjs';
import { password, people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const budget = 100 * 1024;

describe('slow lines and none', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  /** The JS and CSS that the page itself loads: as compressed by the server, and with all headers, as they came over the line. */
  async function weigh(visitor, path, ready) {
    const isCode = (url) => /\.(js|css)$/.test(new URL(url).pathname) && !url.endsWith('/service-worker.js');
    const session = await visitor.context.newCDPSession(visitor.page);
    const urls = new Map();
    let line = 0;
    session.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (isCode(urls.get(requestId) ?? 'about:blank')) line += encodedDataLength;
    });
    await session.send('Network.enable');
    // What had come by the moment when there is something to read; the rest comes behind it.
    await visitor.page.addInitScript((selector) => {
      const look = () => {
        if (window.weighed || !document.querySelector(selector)) return;
        window.weighed = performance.getEntriesByType('resource').map((r) => [r.name, r.encodedBodySize]);
      };
      new MutationObserver(look).observe(document, { childList: true, subtree: true });
    }, ready);
    await visitor.page.goto(path);
    await visitor.locator(ready).first().waitFor();
    await visitor.page.waitForLoadState('networkidle');
    await session.detach();
    const resources = await visitor.page.evaluate(() => window.weighed);
    const code = resources.filter(([url]) => isCode(url));
    return { files: code.length, bytes: code.reduce((sum, [, size]) => sum + size, 0), line };
  }

  function withinBudget(what, { files, bytes, line }) {
    console.log(`first load of ${what}: ${bytes} bytes of JS and CSS in ${files} files, ${line} with headers`);
    assert.ok(files > 5 && bytes > 10_000, 'something was measured');
    assert.ok(bytes <= budget, `${bytes} bytes of JS and CSS exceed ${budget}`);
  }

  for (const language of ['ar', 'fr', 'en']) {
    it(`a first visit loads at most 100 KB of JS and CSS (${language})`, { timeout }, () =>
      visit(browser, stack, [{ language }, { language }], async (stranger, member) => {
        withinBudget(`the sign-in page in ${language}`, await weigh(stranger, '/sign-in', byId('sign-in-form')));

        const answer = await fetch(`${stack.origin}/wasl.accounts.v1.AccountsService/SignIn`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ email: people.amel, password })
        });
        const [name, value] = answer.headers.get('set-cookie').split(';')[0].split('=');
        await member.context.addCookies([{ name, value, url: stack.origin, httpOnly: true, sameSite: 'Lax' }]);
        withinBudget(`the signed-in list in ${language}`, await weigh(member, '/messages', byId('conversation-row')));
      })
    );
  }

  it('on a line that says nothing, a reload shows what is known all the same', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr', ownLine: true, expect: [serverAway] }], async (visitor) => {
      const rows = visitor.locator(byId('conversation-row'));
      await visitor.signIn(people.amel);
      await rows.first().waitFor();
      const list = await rows.evaluateAll((all) => all.map((row) => row.dataset.id));
      await visitor.kept();
      await until(() => visitor.page.evaluate(keptMessages, ''), 'the list is kept on the device');
      visitor.line.silence();
      await visitor.page.reload();
      await rows.first().waitFor();
      assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.dataset.id)), list);
    })
  );

  it('without the server, a reload shows what is known and says so calmly', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', expect: [serverAway] }], async (visitor) => {
      const { page } = visitor;
      const rows = visitor.locator(byId('conversation-row'));
      const net = visitor.locator(byId('net-state'));
      await visitor.signIn(people.amel);
      const id = await rows.filter({ hasText: 'Youssef' }).getAttribute('data-id');
      await visitor.openConversation(id);
      await visitor.locator(byId('message')).first().waitFor();
      await visitor.locator(byId('composer')).fill('مسودة باقية');
      const list = await rows.evaluateAll((all) => all.map((row) => row.dataset.id));
      const messages = await visitor.messages();
      await visitor.kept();
      await until(() => page.evaluate(keptMessages, id), 'the messages are kept on the device');

      await stack.kill();
      await page.reload();
      await visitor.locator(byId('message')).first().waitFor();
      assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.dataset.id)), list);
      assert.deepEqual(await visitor.messages(), messages);
      assert.equal(await visitor.locator(byId('composer')).inputValue(), 'مسودة باقية');
      await net.getByText(visitor.say('net_offline')).waitFor();
      assert.equal(await visitor.netState(), 'offline');
      assert.equal(await page.getByText(visitor.say('load_failed')).count(), 0, 'nothing cries out');

      await visitor.locator(byId('composer')).fill('تُرسل لاحقا');
      await visitor.locator(byId('composer')).press('Enter');
      await visitor.locator(`${byId('message')}[data-state=sending]`).waitFor();
      await page.goto('/messages');
      await rows.first().waitFor();
      assert.equal(await rows.count(), list.length);
      await visitor.row(id).getByText('تُرسل لاحقا').waitFor();

      await stack.serve();
      await until(async () => ['back', 'online'].includes(await visitor.netState()), 'the line is back', 60_000);
      await until(async () => (await visitor.netState()) === 'online', 'the banner leaves');
      assert.equal((await net.innerText()).trim(), '');
      await visitor.openConversation(id);
      await until(async () => (await visitor.messages()).every((m) => m.state === 'sent'), 'nothing waits any more');
      assert.equal((await visitor.messages()).at(-1).text, 'تُرسل لاحقا');
    })
  );

  it('a page of a conversation that is not on the device waits, and shows it once the server is there', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr', expect: [serverAway] }], async (visitor) => {
      // With data saving on, nothing is loaded ahead.
      await visitor.context.addInitScript(() => localStorage.setItem('wasl.preferences', JSON.stringify({ language: 'fr', saver: true })));
      await visitor.signIn(people.youssef);
      const id = await visitor.locator(byId('conversation-row')).last().getAttribute('data-id');
      await visitor.kept();
      await until(() => visitor.page.evaluate(keptMessages, ''), 'the list is kept on the device');
      await stack.kill();
      await visitor.page.goto(`/messages/${id}`);
      await visitor.locator(byId('composer')).waitFor();
      assert.deepEqual(await visitor.messages(), []);
      await stack.serve();
      await visitor.locator(byId('message')).first().waitFor();
    })
  );
});

/** In the page: what the device keeps of a conversation; of none: of the list. */
async function keptMessages(id) {
  const [{ name }] = await indexedDB.databases();
  const done = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = reject)));
  const database = await done(indexedDB.open(name));
  const state = await done(database.transaction('cache').objectStore('cache').get('messaging'));
  database.close();
  return id ? (state?.conversations[id]?.messages.length ?? 0) : Object.keys(state?.conversations ?? {}).length;
}
