// Strangers who ask first, blocks, reports, patience, and who is here.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { idOf, newcomer } from './support/newcomers.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const arabic = { language: 'ar' };
const french = { language: 'fr' };

describe('safety', { timeout: 900_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const openDirect = async (token, personId) =>
    (await stack.call('wasl.messaging.v1.MessagingService/OpenDirect', { personId }, token)).conversation.id;
  const say = (token, conversationId, text) =>
    stack.call('wasl.messaging.v1.MessagingService/SendMessage', { conversationId, clientId: String(Math.floor(Math.random() * 2 ** 50) + 1), text }, token);

  /** A stranger who has opened a conversation with Amel. */
  async function stranger(name) {
    const email = newcomer(stack, name);
    const token = await stack.token(email);
    return { email, token, id: await openDirect(token, idOf(stack, people.amel)) };
  }

  async function choose(visitor, message, word) {
    await until(async () => (await message.getAttribute('data-offset')) !== '0', 'the message has its place');
    await message.hover();
    await message.getByRole('button', { name: visitor.say('message_options') }).click();
    await visitor.locator('[role=menuitem]').getByText(visitor.say(word), { exact: true }).click();
  }

  it('a stranger writes once; who is asked accepts, and both go on', { timeout }, async () => {
    const { email, id } = await stranger('Nadia Ferchichi');
    await visit(browser, stack, [arabic, french], async (amel, nadia) => {
      await Promise.all([amel.signIn(people.amel), nadia.signIn(email)]);
      assert.equal(await amel.row(id).count(), 0, 'a conversation without a word is nobody’s news');
      await nadia.openConversation(id);
      await nadia.send('Bonjour, j’aimerais rejoindre la caravane.');
      await nadia.locator(byId('read-only')).getByText(nadia.say('request_waiting')).waitFor();
      assert.equal(await nadia.locator(byId('composer')).count(), 0, 'one message, and no more');
      await inspect(nadia, 'request-waits');

      await amel.row(id).getByText(amel.say('request_tag'), { exact: true }).waitFor();
      await amel.row(id).click();
      await amel.locator(byId('request')).waitFor();
      assert.equal(await amel.locator(byId('composer')).count(), 0, 'an answer comes before a message');
      await inspect(amel, 'request');
      await amel.locator(byId('accept')).click();
      await amel.locator(byId('composer')).waitFor();
      await nadia.locator(byId('composer')).waitFor();
      await amel.send('أهلا نادية!');
      await nadia.message('أهلا نادية!').waitFor();
      await nadia.send('Merci !');
      await amel.message('Merci !').waitFor();
      assert.equal(await amel.row(id).getByText(amel.say('request_tag'), { exact: true }).count(), 0);
    });
  });

  it('a refused request is gone, on every device, and the stranger is not told', { timeout }, async () => {
    const { email, token, id } = await stranger('Ridha Gharbi');
    await say(token, id, 'Achetez mes tapis');
    await visit(browser, stack, [french, { language: 'ar', width: 360, height: 740 }, french], async (desk, phone, ridha) => {
      await Promise.all([desk.signIn(people.amel), phone.signIn(people.amel), ridha.signIn(email)]);
      await ridha.row(id).click();
      await phone.row(id).waitFor();
      await desk.row(id).click();
      await desk.locator(byId('refuse')).click();
      await desk.page.waitForURL('**/messages');
      for (const device of [desk, phone]) await until(async () => (await device.row(id).count()) === 0, 'it is gone from the list');
      await phone.page.reload();
      await phone.online();
      await phone.locator(byId('conversation-row')).first().waitFor();
      await until(async () => (await phone.row(id).count()) === 0, 'what the device had kept gives way: it stays away');
      await ridha.locator(byId('read-only')).getByText(ridha.say('request_waiting')).waitFor();
    });
  });

  it('blocks and reports a request in one go', { timeout }, async () => {
    const { email, token, id } = await stranger('Slim Zouari');
    await say(token, id, 'Ouvrez ce lien tout de suite');
    await visit(browser, stack, [arabic], async (amel) => {
      await amel.signIn(people.amel);
      await amel.row(id).click();
      await amel.locator(byId('block-report')).click();
      const dialog = amel.locator(byId('report'));
      await dialog.getByText(amel.say('report_spam')).click();
      await inspect(amel, 'block-and-report');
      await dialog.locator('textarea').fill('رابط مشبوه');
      await dialog.getByRole('button', { name: amel.say('report_send') }).click();
      await amel.page.waitForURL('**/messages');
      await until(async () => (await amel.row(id).count()) === 0, 'it is gone');
      const kept = stack.sql(stack.database, `select reason, comment, text from message_reports where conversation_id = ${id}`);
      assert.equal(kept, 'spam|رابط مشبوه|Ouvrez ce lien tout de suite');
      await amel.page.goto('/settings');
      await amel.locator(byId('blocked')).getByText('Slim Zouari').waitFor();
    });
    await assert.rejects(say(token, id, 'encore'), /read_only/);
    assert.ok(email);
  });

  const direct = (visitor, name) => visitor.locator(byId('conversation-row')).filter({ hasText: name });

  it('a block ends writing in both directions, and ends', { timeout }, () =>
    visit(browser, stack, [{ ...arabic, width: 360, height: 740 }, french], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const id = await direct(youssef, 'أمل بن يوسف').getAttribute('data-id');
      await Promise.all([amel.openConversation(id), youssef.openConversation(id)]);
      await youssef.locator(byId('presence')).first().waitFor();
      await amel.locator(byId('details')).click();
      await amel.locator(byId('block')).click();
      await amel.page.getByRole('dialog').last().getByText(amel.say('block_text')).waitFor();
      await inspect(amel, 'block', { asIs: true });
      await amel.page.getByRole('button', { name: amel.say('block'), exact: true }).last().click();
      await amel.locator(byId('unblock')).waitFor();
      await amel.locator(byId('details-sheet')).getByRole('button', { name: amel.say('close') }).click();
      await amel.locator(byId('read-only')).getByText(amel.say('blocked_by_me')).waitFor();
      await inspect(amel, 'blocked');
      await youssef.locator(byId('read-only')).getByText(youssef.say('read_only_text')).waitFor();
      assert.equal(await youssef.locator(byId('composer')).count(), 0);
      await youssef.page.reload();
      await youssef.locator(byId('read-only')).waitFor();
      await youssef.locator(byId('message')).first().waitFor();
      assert.equal(await youssef.locator(byId('presence')).count(), 0, 'presence is hidden');

      await amel.page.goto('/settings');
      await amel.locator(byId('blocked')).getByText('Youssef El Idrissi').waitFor();
      await inspect(amel, 'blocked-list');
      await amel.locator(byId('blocked')).locator('li').filter({ hasText: 'Youssef' }).getByRole('button', { name: amel.say('unblock') }).click();
      await until(async () => (await amel.locator(byId('blocked')).getByText('Youssef El Idrissi').count()) === 0, 'the block is gone');
      await youssef.locator(byId('composer')).waitFor();
      await youssef.send('Me revoilà.');
      await amel.page.goto(`/messages/${id}`);
      await amel.message('Me revoilà.').waitFor();
    })
  );

  it('a message is reported as it stands, by keyboard; one’s own is not', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (rim, robleh) => {
      await Promise.all([rim.signIn(people.rim), robleh.signIn(people.robleh)]);
      const id = await direct(rim, 'Besoins numériques').getAttribute('data-id');
      await Promise.all([rim.openConversation(id), robleh.openConversation(id)]);
      await rim.send('كلام جارح');
      const message = robleh.message('كلام جارح');
      await choose(robleh, message, 'report');
      const dialog = robleh.locator(byId('report'));
      await dialog.waitFor();
      await inspect(robleh, 'report');
      await robleh.page.keyboard.press('Escape');
      await until(async () => (await dialog.count()) === 0, 'it is closed');
      await choose(robleh, message, 'report');
      await dialog.locator('input').first().focus();
      await robleh.page.keyboard.press('ArrowDown');
      await robleh.page.keyboard.press('Tab');
      await robleh.page.keyboard.type('devant tout le groupe');
      await robleh.page.keyboard.press('Tab');
      await robleh.page.keyboard.press('Tab');
      await robleh.page.keyboard.press('Enter');
      await robleh.page.getByText(robleh.say('report_thanks')).waitFor();
      const offset = await message.getAttribute('data-offset');
      const kept = () => stack.sql(stack.database, `select reason, comment, text from message_reports where conversation_id = ${id} and "offset" = ${offset}`);
      assert.equal(kept(), 'harassment|devant tout le groupe|كلام جارح');

      await rim.message('كلام جارح').hover();
      await rim.message('كلام جارح').getByRole('button', { name: rim.say('message_options') }).click();
      assert.equal(await rim.locator('[role=menuitem]').getByText(rim.say('report'), { exact: true }).count(), 0);
    })
  );

  it('presence is seen by those who look, unless either hides it', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const id = await direct(youssef, 'أمل بن يوسف').getAttribute('data-id');
      const there = (visitor) => visitor.locator('.pane__head').locator(byId('presence'));
      await amel.openConversation(id);
      await youssef.openConversation(id);
      await there(youssef).getByText(youssef.say('presence_here')).waitFor();
      await inspect(youssef, 'presence');

      const setting = async (visitor, shown) => {
        await visitor.page.goto('/settings');
        const box = visitor.locator(byId('show-presence'));
        await until(() => box.isEnabled(), 'the setting is known');
        assert.equal(await box.isChecked(), !shown);
        await box.click();
        const hidden = () => stack.sql(stack.database, `select count(*) from presence_hidden h join people p on p.id = h.person_id where p.email_key = '${visitor.email}'`);
        await until(() => hidden() === (shown ? '0' : '1'), 'the server knows');
        await visitor.page.goto(`/messages/${id}`);
        await visitor.locator(byId('composer')).waitFor();
      };
      amel.email = people.amel;
      const asked = async (visitor) => {
        await visitor.page.reload();
        await visitor.locator(byId('message')).first().waitFor();
        await visitor.online();
      };
      await setting(amel, false);
      await asked(youssef);
      await until(async () => (await there(youssef).count()) === 0, 'who hides is not seen');
      await asked(amel);
      assert.equal(await there(amel).count(), 0, 'and does not see');
      await setting(amel, true);
      await there(amel).waitFor();
      await asked(youssef);
      await there(youssef).waitFor();
    })
  );

  it('who writes too fast sees how long to wait, and nothing is lost', { timeout }, async () => {
    stack.env.WASL_RATE_SCALE = '0.2';
    await stack.restart();
    try {
      await visit(browser, stack, [french, { language: 'fr', width: 360, height: 740 }], async (hodan, robleh) => {
        await Promise.all([hodan.signIn(people.hodan), robleh.signIn(people.robleh)]);
        const id = await direct(robleh, 'Hodan').getAttribute('data-id');
        await Promise.all([hodan.openConversation(id), robleh.openConversation(id)]);
        for (let i = 1; i <= 30; i++) {
          await robleh.locator(byId('composer')).fill(`rafale ${i}`);
          await robleh.locator(byId('composer')).press('Enter');
        }
        await robleh.locator(byId('slow-down')).waitFor();
        assert.match(await robleh.locator(byId('slow-down')).innerText(), /\d+\s?seconde/);
        await hodan.message('rafale 30').waitFor({ timeout: 120_000 });
        const came = (await hodan.messages()).map((m) => m.text).filter((text) => text.startsWith('rafale'));
        assert.deepEqual(came, Array.from({ length: 30 }, (_, i) => `rafale ${i + 1}`), 'all of them, in order');
        await until(async () => (await robleh.locator(byId('slow-down')).count()) === 0, 'the countdown is over');
      });
    } finally {
      stack.env.WASL_RATE_SCALE = '0';
      await stack.restart();
    }
  });
});
