import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, serverAway, visit } from './support/browser.mjs';
import { password, people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;

describe('when things are not as they should be', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('a page that does not exist says so, with a way on', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr', expect: [/Not found: \//] }], async (visitor) => {
      const { page } = visitor;
      await page.goto('/nulle-part');
      await page.waitForURL('**/sign-in');
      await visitor.fillSignIn(people.youssef);
      await page.getByRole('heading', { name: visitor.say('missing_title'), level: 1 }).waitFor();
      await page.getByRole('link', { name: visitor.say('to_messages') }).click();
      await visitor.locator(byId('conversation-row')).first().waitFor();

      for (const path of ['/messages/1/2/3', '/directory/1/x', '/Settings']) {
        await page.goto(path);
        await page.getByRole('heading', { name: visitor.say('missing_title'), level: 1 }).waitFor();
      }
    })
  );

  it("other people's conversations, and ones that never were, look the same", { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }], async (visitor) => {
      const { conversations } = await stack.call(
        'wasl.messaging.v1.MessagingService/ListConversations',
        { limit: 1 },
        await stack.token(people.fatima)
      );
      await visitor.signIn(people.hatem);
      for (const id of [conversations[0].id, '987654321', '0', '-1', 'x', '99999999999999999999', '%E0%A4%A4']) {
        await visitor.page.goto(`/messages/${id}`);
        await visitor.locator('main').getByText(visitor.say('conversation_missing_title')).waitFor();
        assert.equal(await visitor.locator(byId('composer')).count(), 0);
        assert.equal(await visitor.locator(byId('message')).count(), 0);
      }
      await visitor.locator('main').getByRole('link', { name: visitor.say('to_messages') }).click();
      await visitor.locator(byId('conversation-row')).first().waitFor();
    })
  );

  it('an organisation that never was says so', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', expect: [/status of (400|404)/] }], async (visitor) => {
      await visitor.signIn(people.hatem);
      for (const id of ['987654321', 'x']) {
        await visitor.page.goto(`/directory/${id}`);
        await visitor.locator('main').getByText(visitor.say('organisation_missing')).waitFor();
      }
    })
  );

  it('markup and odd text stay text', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (youssef, amel) => {
      await Promise.all([youssef.signIn(people.youssef), amel.signIn(people.amel)]);
      const id = await amel.locator(byId('conversation-row')).filter({ hasText: 'Youssef El Idrissi' }).getAttribute('data-id');
      await Promise.all([youssef.openConversation(id), amel.openConversation(id)]);
      const texts = ['<img src=x onerror=alert(1)>', '{"a": "{b}"} ${c} %s &amp;', 'é 👩\u200d👩\u200d👧 \u200fشكرا\u200f !', 'ا'.repeat(4000)];
      for (const text of texts) await youssef.send(text);
      await until(async () => (await amel.messages()).length >= texts.length && (await amel.messages()).at(-1).text.length === 4000, 'they arrive');
      assert.deepEqual((await amel.messages()).slice(-texts.length).map((m) => m.text), texts);
      assert.deepEqual((await youssef.messages()).slice(-texts.length).map((m) => m.text), texts);
      const { scroll, client } = await amel.page.evaluate(() => ({ scroll: document.scrollingElement.scrollWidth, client: document.scrollingElement.clientWidth }));
      assert.ok(scroll <= client, 'a long word does not widen the page');

      await youssef.locator(byId('composer')).fill('x'.repeat(4001));
      await youssef.locator(byId('composer')).press('Enter');
      await youssef.page.getByText(youssef.say('too_long', { count: 4001 })).waitFor();
      assert.equal((await youssef.locator(byId('composer')).inputValue()).length, 4001, 'it is still there to be shortened');
    })
  );

  it('a session that is revoked in the middle of a conversation ends the page, and what was unsent leaves after the next sign-in', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', ownLine: true, expect: [serverAway] }, { language: 'fr' }], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const id = await amel.locator(byId('conversation-row')).filter({ hasText: 'Youssef El Idrissi' }).getAttribute('data-id');
      await Promise.all([amel.openConversation(id), youssef.openConversation(id)]);
      await amel.send('قبل');
      await youssef.message('قبل').waitFor();

      await amel.loseLine();
      await amel.send('أثناء');
      stack.wasl(['admin', 'reset-password', people.amel], 'une autre phrase 9\n');
      await amel.findLine();
      await amel.page.waitForURL('**/sign-in');
      await amel.page.getByText(amel.say('session_over')).waitFor();
      assert.equal(await youssef.message('أثناء').count(), 0);

      await amel.fillSignIn(people.amel, password);
      await until(async () => (await amel.locator('.form-error').innerText()) === amel.say('error_accounts_wrong_password'), 'the old password is refused');
      await amel.fillSignIn(people.amel, 'une autre phrase 9');
      await youssef.message('أثناء').waitFor();
      await amel.openConversation(id);
      await amel.message('أثناء').waitFor();
      await until(async () => (await amel.messages()).every((m) => m.state === 'sent'), 'nothing waits any more');

      stack.wasl(['admin', 'reset-password', people.youssef], 'encore une phrase 9\n');
      await youssef.page.waitForURL('**/sign-in');
      await youssef.page.getByText(youssef.say('session_over')).waitFor();
    })
  );
});
