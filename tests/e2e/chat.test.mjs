import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;

/** Looks people up and chooses the first that is found for each name. */
async function choose(visitor, names) {
  await visitor.locator(byId('new-conversation')).click();
  for (const name of names) {
    await visitor.locator('[name=query]').fill(name);
    const result = visitor.locator(byId('person-result')).filter({ hasText: name });
    await result.click();
    await visitor.locator(`${byId('person-result')}[aria-pressed=true]`).filter({ hasText: name }).waitFor();
  }
}

async function startConversation(visitor) {
  await visitor.locator(byId('start-conversation')).click();
  await visitor.page.waitForURL(/\/messages\/\d+$/);
  return visitor.page.url().split('/').at(-1);
}

const unreadOf = (visitor, id) => visitor.row(id).locator('.count [aria-hidden]');

describe('two people chat', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const arabic = { language: 'ar' };
  const french = { language: 'fr' };

  it('starts a direct conversation through the search and talks both ways, live', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (hatem, karima) => {
      await Promise.all([hatem.signIn(people.hatem), karima.signIn(people.karima)]);
      await choose(hatem, ['Karima']);
      const id = await startConversation(hatem);
      await hatem.locator('.conv__title').getByText('Karima Aït Lahcen').waitFor();

      await hatem.send('مرحبا كريمة');
      await hatem.locator(`${byId('message')}[data-state=sent]`).waitFor();
      await karima.row(id).waitFor();
      assert.match(await karima.row(id).innerText(), /حاتم الجلاصي/);
      await until(async () => (await karima.row(id).innerText()).includes('مرحبا كريمة'), 'the list shows the new message');
      await karima.openConversation(id);
      await karima.send('Bonjour Hatem !');
      await hatem.message('Bonjour Hatem !').waitFor();
      await hatem.send('كيف الحال؟ Ça va ?');
      await karima.message('كيف الحال؟ Ça va ?').waitFor();

      const both = [await hatem.messages(), await karima.messages()];
      assert.deepEqual(both[0].map((m) => m.text), ['مرحبا كريمة', 'Bonjour Hatem !', 'كيف الحال؟ Ça va ?']);
      assert.deepEqual(both[0], both[1]);
      for (const [visitor, day] of [[hatem, 'اليوم'], [karima, 'Aujourd’hui']]) {
        assert.deepEqual(await visitor.locator('.log .day').allInnerTexts(), [day]);
      }
      assert.equal(await hatem.page.getAttribute('html', 'dir'), 'rtl');
      assert.equal(await karima.page.getAttribute('html', 'dir'), 'ltr');
    })
  );

  it('counts what is unread, marks where it begins, and forgets it once it was seen', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const row = youssef.locator(byId('conversation-row')).filter({ hasText: 'أمل بن يوسف' });
      const id = await row.getAttribute('data-id');
      await until(async () => (await unreadOf(amel, id).innerText()) === '2', 'Amel starts with two unread messages');

      await youssef.openConversation(id);
      await youssef.send('Un.');
      await until(async () => (await unreadOf(amel, id).innerText()) === '3', 'the counter follows live');
      await youssef.send('Deux.');
      await until(async () => (await unreadOf(amel, id).innerText()) === '4', 'the counter follows live');

      await amel.openConversation(id);
      await amel.locator('.newline').waitFor();
      assert.equal(await amel.locator('.newline').innerText(), amel.say('new_messages', { count: 4 }));
      const days = await amel.locator('.log .day').allInnerTexts();
      assert.ok(days.length >= 2 && days.at(-1) === 'اليوم', `days: ${days}`);
      await amel.locator('.log').evaluate((log) => log.scrollTo(0, log.scrollHeight));
      await unreadOf(amel, id).waitFor({ state: 'detached' });
      const token = await stack.token(people.amel);
      const unread = async () =>
        (await stack.call('wasl.messaging.v1.MessagingService/GetConversation', { conversationId: id }, token)).conversation.unreadCount ?? 0;
      await until(async () => (await unread()) === 0, 'the server knows that all is read');

      await youssef.send('Trois.');
      await amel.message('Trois.').waitFor();
      await until(async () => (await unread()) === 0, 'what arrives before the eyes is read');
      assert.equal(await unreadOf(amel, id).count(), 0);
    })
  );

  it('shows who is writing, edits and deletes at the other side too', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const id = await youssef.locator(byId('conversation-row')).filter({ hasText: 'أمل بن يوسف' }).getAttribute('data-id');
      await Promise.all([amel.openConversation(id), youssef.openConversation(id)]);

      await youssef.locator(byId('composer')).pressSequentially('Je');
      const typing = amel.say('typing_one', { name: 'Youssef El Idrissi' });
      await amel.locator('p.typing').getByText(typing).waitFor();
      await amel.row(id).getByText(typing).waitFor();
      await youssef.send('Je corige.');
      await amel.message('Je corige.').waitFor();
      await amel.locator('p.typing').getByText(typing).waitFor({ state: 'detached' });

      const menu = async (text) => {
        const message = youssef.message(text);
        await until(async () => (await message.getAttribute('data-offset')) !== '0', 'the message has its place');
        await message.hover();
        await message.getByRole('button', { name: youssef.say('message_options') }).click();
        return message;
      };
      await menu('Je corige.');
      await youssef.locator('[role=menuitem]').getByText(youssef.say('edit')).click();
      assert.equal(await youssef.locator(byId('composer')).inputValue(), 'Je corige.');
      await youssef.send('Je corrige.');
      await amel.message('Je corrige.').waitFor();
      await amel.message('Je corrige.').getByText(amel.say('edited')).waitFor();
      assert.equal(await amel.message('Je corige.').count(), 0);
      await until(async () => (await amel.row(id).innerText()).includes('Je corrige.'), 'the list shows the edited text');

      const { offset } = (await youssef.messages()).at(-1);
      await menu('Je corrige.');
      await youssef.locator('[role=menuitem]').getByText(youssef.say('delete_message'), { exact: true }).click();
      for (const visitor of [amel, youssef]) {
        const gone = visitor.locator(`${byId('message')}[data-offset="${offset}"]`);
        await gone.getByText(visitor.say('message_deleted')).waitFor();
        assert.equal(await visitor.message('Je corrige.').count(), 0);
      }
    })
  );

  it('opens a group with a title; the others see it live in their lists', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (najla, robleh) => {
      await Promise.all([najla.signIn(people.najla), robleh.signIn(people.robleh)]);
      await choose(najla, ['Robleh', 'Skander']);
      await najla.locator(byId('start-conversation')).click();
      await najla.locator('.field__error').getByText(najla.say('invalid_group_title')).waitFor();
      await najla.locator(byId('group-title')).fill('ورشة جيبوتي Djibouti');
      const id = await startConversation(najla);

      await robleh.row(id).waitFor();
      assert.match(await robleh.row(id).innerText(), /ورشة جيبوتي Djibouti/);
      await najla.send('أهلا بكم في الورشة');
      await until(async () => (await robleh.row(id).innerText()).includes('أهلا بكم في الورشة'), 'the preview follows');
      await until(async () => (await unreadOf(robleh, id).innerText()) === '1', 'the counter follows');
      assert.equal(await robleh.locator(byId('conversation-row')).first().getAttribute('data-id'), id, 'the newest comes first');
      await robleh.openConversation(id);
      await robleh.message('أهلا بكم في الورشة').waitFor();
      await robleh.locator('.pane__head').getByText(robleh.say('members_count', { count: 3 })).waitFor();
      assert.match(await robleh.locator('.msg__by').first().innerText(), /نجلاء الورغي/);
    })
  );
});
