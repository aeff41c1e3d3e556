// What is around the messages: keys, emoji, long texts, undo, details, the installed program and reading without a line.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { serious } from './support/axe.mjs';
import { byId, launch, serverAway, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const arabic = { language: 'ar' };
const french = { language: 'fr' };
const phone = { width: 360, height: 740, hasTouch: true };

describe('the shell', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const focused = (visitor) => visitor.page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.className);
  const withAmel = (visitor) => visitor.locator(byId('conversation-row')).filter({ hasText: 'أمل بن يوسف' }).getAttribute('data-id');
  const accessible = async (visitor, what) => assert.deepEqual((await serious(visitor.page, what)).faults, []);

  async function deleteMessage(visitor, text) {
    await until(async () => (await visitor.message(text).getAttribute('data-offset')) !== '0', 'the message has its place');
    await visitor.message(text).hover();
    await visitor.message(text).getByRole('button', { name: visitor.say('message_options') }).click();
    await visitor.locator('[role=menuitem]').getByText(visitor.say('delete_message'), { exact: true }).click();
  }

  it('takes a deletion back, by hand and by key; nobody else saw anything; else it is carried out', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const id = await withAmel(youssef);
      await Promise.all([amel.openConversation(id), youssef.openConversation(id)]);
      for (const text of ['Un', 'Deux', 'Trois']) await youssef.send(text);
      await amel.message('Trois').waitFor();

      await deleteMessage(youssef, 'Un');
      await youssef.message('Un').waitFor({ state: 'detached' });
      await youssef.locator(byId('toast')).getByRole('button', { name: youssef.say('undo'), exact: true }).click();
      await youssef.message('Un').waitFor();
      await deleteMessage(youssef, 'Deux');
      await youssef.message('Deux').waitFor({ state: 'detached' });
      await youssef.locator('.log').focus();
      await youssef.page.keyboard.press('Control+z');
      await youssef.message('Deux').waitFor();

      await deleteMessage(youssef, 'Trois');
      await youssef.message('Trois').waitFor({ state: 'detached' });
      await accessible(youssef, 'a toast with undo');
      await amel.message('Trois').waitFor({ state: 'detached' });
      for (const text of ['Un', 'Deux']) assert.equal(await amel.message(text).count(), 1, `${text} was never deleted`);
    })
  );

  it('carries a deletion out when the page is left before the toast', { timeout }, () =>
    visit(browser, stack, [french], async (youssef) => {
      await youssef.signIn(people.youssef);
      const id = await withAmel(youssef);
      await youssef.openConversation(id);
      await youssef.send('À oublier');
      await deleteMessage(youssef, 'À oublier');
      await youssef.message('À oublier').waitFor({ state: 'detached' });
      await youssef.page.goto('about:blank');
      const token = await stack.token(people.youssef);
      await until(async () => !(await stack.messages(id, token)).some((m) => m.text === 'À oublier'), 'the server has deleted it');
    })
  );

  it('finds emoji in each language and puts them where the cursor is', { timeout }, () =>
    visit(browser, stack, [arabic], async (amel) => {
      const { page } = amel;
      await amel.signIn(people.amel);
      await amel.locator(byId('conversation-row')).first().click();
      const composer = amel.locator(byId('composer'));
      await composer.fill('أهلا صديقي');
      await composer.evaluate((field) => field.setSelectionRange(4, 4));
      for (const [query, emoji, name] of [['قلب أحمر', '❤️', 'قلب أحمر'], ['coeur rouge', '❤️', 'قلب أحمر'], ['Tunisia', '🇹🇳', 'تونس']]) {
        await amel.locator(byId('emoji')).click();
        await amel.locator('.emoji__grid button').first().waitFor();
        await amel.locator('.emoji input').fill(query);
        await amel.locator(`.emoji__grid [data-emoji="${emoji}"][aria-label="${name}"]`).waitFor();
        await page.keyboard.press('Escape');
        assert.equal(await focused(amel), 'composer');
      }
      await amel.locator(byId('emoji')).click();
      await amel.locator('.emoji__grid button').nth(40).waitFor();
      await accessible(amel, 'emoji');
      await amel.locator('.emoji input').fill('علم تونس'.slice(4));
      await amel.locator('.emoji__grid [data-emoji="🇹🇳"]').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      assert.equal(await composer.inputValue(), 'أهلا🇹🇳 صديقي');
      assert.equal(await focused(amel), 'composer');
      await amel.locator(byId('emoji')).click();
      await amel.locator('.emoji__groups [aria-pressed=true]', { hasText: '🕘' }).waitFor();
      assert.equal(await amel.locator('.emoji__grid button').count(), 1, 'what was used is offered again');
      await amel.locator(byId('emoji')).click();
      await amel.locator(byId('emoji-picker')).waitFor({ state: 'detached' });
    })
  );

  it('sends a long text in parts, in order', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const id = await withAmel(youssef);
      await youssef.openConversation(id);
      const text = Array.from({ length: 1500 }, (_, i) => `mot${i}`).join(' ');
      await youssef.page.evaluate((pasted) => {
        document.querySelector('[data-testid=composer]').focus();
        document.execCommand('insertText', false, pasted);
      }, text);
      await youssef.locator(byId('send')).click();
      assert.equal(await youssef.locator(byId('composer')).inputValue(), text, 'nothing is sent unasked');
      await youssef.locator(byId('send-parts')).click();
      const token = await stack.token(people.amel);
      const parts = async () => (await stack.messages(id, token)).filter((m) => /^mot\d/.test(m.text)).map((m) => m.text);
      await until(async () => (await parts()).length === 3, 'three messages have arrived');
      assert.equal((await parts()).join(' '), text);
      assert.equal(await youssef.locator(byId('composer')).inputValue(), '');
    })
  );

  it('is used with the keyboard alone', { timeout }, () =>
    visit(browser, stack, [french], async (youssef) => {
      const { page } = youssef;
      const { keyboard } = page;
      const opened = () => page.url().split('/').at(-1);
      await youssef.signIn(people.youssef);
      await youssef.locator(byId('conversation-row')).nth(2).waitFor();
      const ids = await youssef.locator(byId('conversation-row')).evaluateAll((rows) => rows.map((row) => row.dataset.id));
      assert.ok(ids.length > 2);
      for (const [key, id] of [['Alt+ArrowDown', ids[0]], ['Alt+ArrowDown', ids[1]], ['Alt+ArrowUp', ids[0]]]) {
        await keyboard.press(key);
        await page.waitForURL(`**/messages/${id}`);
        assert.equal(opened(), id);
      }
      await until(async () => (await focused(youssef)) === 'composer', 'one writes at once');

      await youssef.send('Corigez');
      await youssef.locator(`${byId('message')}[data-state=sent]`).filter({ hasText: 'Corigez' }).waitFor();
      await keyboard.press('ArrowUp');
      assert.equal(await youssef.locator(byId('composer')).inputValue(), 'Corigez');
      await keyboard.press('Escape');
      assert.equal(await youssef.locator(byId('composer')).inputValue(), '');

      await keyboard.press('F6');
      const places = [];
      for (let i = 0; i < 6; i++) {
        places.push(await page.evaluate(() => (document.activeElement.closest('.nav, .pane--list, .log, .composer, .pane--details') ?? document.body).classList[0]));
        await keyboard.press('F6');
      }
      for (const place of ['nav', 'pane', 'log', 'composer']) assert.ok(places.includes(place), `F6 reaches ${place}: ${places}`);

      await youssef.locator('.log').focus();
      await keyboard.press('ArrowUp');
      await keyboard.press('Enter');
      await youssef.locator('[role=menuitem]').first().waitFor();
      await keyboard.press('Escape');

      await keyboard.press('Control+/');
      await youssef.locator(byId('shortcuts-dialog')).waitFor();
      await accessible(youssef, 'shortcuts');
      await keyboard.press('Escape');
      await youssef.locator(byId('shortcuts-dialog')).waitFor({ state: 'detached' });

      await keyboard.press('Alt+n');
      await page.waitForURL('**/messages/new');
      await youssef.locator('main .input').first().waitFor();
      await youssef.locator('main').click({ position: { x: 5, y: 5 } });
      await keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement.type), 'search');

      await page.goto('/settings');
      await youssef.locator(byId('shortcuts')).click();
      await keyboard.press('Alt+n');
      await keyboard.press('Control+/');
      await page.goto('/messages');
      assert.equal(await youssef.locator(byId('shortcuts-dialog')).count(), 0, 'they can be switched off');
    })
  );

  it('shows the details where there is no room beside, and goes back to where one was', { timeout }, () =>
    visit(browser, stack, [{ ...arabic, ...phone }], async (amel) => {
      const { page } = amel;
      await amel.signIn(people.amel);
      const id = await amel.locator(byId('conversation-row')).nth(1).getAttribute('data-id');
      await amel.openConversation(id);
      const sheet = amel.locator(byId('details-sheet'));
      for (const leave of [() => page.goBack(), () => page.keyboard.press('Escape'), () => sheet.getByRole('button', { name: amel.say('close') }).click()]) {
        await amel.locator(byId('details')).click();
        await sheet.locator('.pane--details').waitFor();
        await leave();
        await sheet.waitFor({ state: 'detached' });
        assert.match(page.url(), new RegExp(`/messages/${id}$`));
      }
      await amel.locator(byId('details')).click();
      await sheet.locator('.pane--details').waitFor();
      await accessible(amel, 'details');
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
      await amel.locator('.back').click();
      await page.waitForURL('**/messages');
      await until(() => page.evaluate((left) => document.activeElement.dataset.id === left, id), 'the row of the conversation has the focus');
    })
  );

  it('can be installed, and reads the latest conversations without a line though they were never opened', { timeout }, () =>
    visit(browser, stack, [{ ...arabic, expect: [serverAway] }], async (amel) => {
      const { page } = amel;
      await amel.signIn(people.amel);
      const session = await amel.context.newCDPSession(page);
      const { errors } = await session.send('Page.getAppManifest');
      assert.deepEqual(errors, []);
      const manifest = await (await fetch(`${stack.origin}/manifest.webmanifest`)).json();
      for (const { src, type } of manifest.icons) assert.equal((await fetch(stack.origin + src)).headers.get('content-type'), type);
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
      assert.deepEqual(installabilityErrors.map((e) => e.errorId).filter((e) => e !== 'in-incognito'), []);

      await amel.locator(byId('conversation-row')).nth(2).waitFor();
      const ids = await amel.locator(byId('conversation-row')).evaluateAll((rows) => rows.map((row) => row.dataset.id));
      await amel.kept();
      const written = await until(() => page.evaluate(keptOf, ids), 'every conversation is on the device');
      assert.ok(written.length > 2);
      await stack.kill();
      for (const id of written.slice(0, 3)) {
        await page.goto(`/messages/${id}`);
        await amel.locator(byId('message')).first().waitFor();
      }
      await stack.serve();
    })
  );
});

/** In the page: those of the conversations in which something was written, once the device keeps messages of all of them. */
async function keptOf(ids) {
  const [{ name }] = await indexedDB.databases();
  const done = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = reject)));
  const database = await done(indexedDB.open(name));
  const state = await done(database.transaction('cache').objectStore('cache').get('messaging'));
  database.close();
  const written = ids.filter((id) => state?.conversations[id]?.lastMessage);
  return state && written.every((id) => state.conversations[id].messages.length > 0) && written;
}
