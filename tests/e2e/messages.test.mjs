import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const arabic = { language: 'ar' };
const french = { language: 'fr' };

/** Chooses from a message's menu. */
async function choose(visitor, message, word) {
  await until(async () => (await message.getAttribute('data-offset')) !== '0', 'the message has its place');
  await message.hover();
  await message.getByRole('button', { name: visitor.say('message_options') }).click();
  await visitor.locator('[role=menuitem]').getByText(visitor.say(word), { exact: true }).click();
}

describe('what people do with messages', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  /** Amel and Youssef, in their direct conversation. */
  const together = (run) =>
    visit(browser, stack, [arabic, french], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const id = await youssef.locator(byId('conversation-row')).filter({ hasText: 'أمل بن يوسف' }).getAttribute('data-id');
      await Promise.all([amel.openConversation(id), youssef.openConversation(id)]);
      await run(amel, youssef, id);
    });

  const say = (conversationId, text, token) =>
    stack.call('wasl.messaging.v1.MessagingService/SendMessage', { conversationId, clientId: String(Math.floor(Math.random() * 2 ** 50) + 1), text }, token);

  it('answers a message; the quote leads back to it, however far up it is', { timeout }, () =>
    together(async (amel, youssef, id) => {
      await youssef.send('Qui vient samedi ?');
      const question = amel.message('Qui vient samedi ?');
      await until(async () => (await question.getAttribute('data-offset')) !== '0', 'the question has its place');
      const offset = Number(await question.getAttribute('data-offset'));
      await choose(amel, question, 'reply');
      await amel.locator(byId('answering')).getByText('Qui vient samedi ?').waitFor();
      await amel.send('أنا وحاتم');
      assert.equal(await amel.locator(byId('answering')).count(), 0);
      const quote = youssef.locator(byId('message')).filter({ hasText: 'أنا وحاتم' }).locator(byId('quote'));
      await quote.waitFor();
      assert.match(await quote.innerText(), /Qui vient samedi/);

      const token = await stack.token(people.amel);
      for (let i = 0; i < 130; i++) await say(id, `سطر ${i}`, token);
      await youssef.page.goto(`/messages/${id}?at=${offset}`);
      await youssef.message('Qui vient samedi ?').waitFor();
      await until(() => youssef.page.evaluate((o) => {
        const box = document.querySelector(`[data-offset="${o}"]`)?.getBoundingClientRect();
        return box && box.top > 0 && box.bottom < innerHeight;
      }, offset), 'it is in view');
      await say(id, 'بعيد', token);
      await youssef.row(id).getByText('بعيد').waitFor();
      assert.equal(await youssef.message('بعيد').count(), 0, 'a live message does not join a run that is not the newest');
      await youssef.locator('.pill').click();
      await youssef.message('بعيد').waitFor();
      const offsets = (await youssef.messages()).map((m) => m.offset).sort((a, b) => a - b);
      offsets.forEach((offset, i) => i && assert.equal(offset, offsets[i - 1] + 1));
    })
  );

  it('scrolls down from a far message to the newest without a hole', { timeout }, () =>
    together(async (amel, youssef, id) => {
      const token = await stack.token(people.amel);
      const first = Number((await say(id, 'ابدأ', token)).offset);
      for (let i = 0; i < 120; i++) await say(id, `n${i}`, token);
      await youssef.page.goto(`/messages/${id}?at=${first}`);
      await youssef.message('ابدأ').waitFor();
      await until(async () => {
        await youssef.locator('.log').evaluate((log) => log.scrollTo(0, log.scrollHeight));
        return (await youssef.messages()).at(-1)?.text === 'n119';
      }, 'the newest message is reached');
      const offsets = (await youssef.messages()).map((m) => m.offset);
      offsets.forEach((offset, i) => i && assert.equal(offset, offsets[i - 1] + 1));
    })
  );

  const reactionOn = (visitor, text) => visitor.message(text).locator(byId('reaction'));

  it('reacts, sees who reacted, and takes it back', { timeout }, () =>
    together(async (amel, youssef) => {
      await amel.send('نجحنا!');
      const message = youssef.message('نجحنا!');
      await message.hover();
      await message.getByRole('button', { name: youssef.say('message_options') }).click();
      await youssef.locator('[role=menuitemcheckbox]').getByText('🙏').click();
      await reactionOn(amel, 'نجحنا!').waitFor();
      assert.equal(await reactionOn(amel, 'نجحنا!').getAttribute('aria-pressed'), 'false');
      await reactionOn(amel, 'نجحنا!').click();
      await until(async () => /2/.test(await reactionOn(youssef, 'نجحنا!').innerText()), 'both are counted');
      assert.equal(await reactionOn(youssef, 'نجحنا!').getAttribute('aria-pressed'), 'true');
      assert.equal(await reactionOn(youssef, 'نجحنا!').getAttribute('aria-label'), youssef.say('reaction_with_you', { emoji: '🙏', count: 2 }));

      await choose(amel, amel.message('نجحنا!'), 'who_reacted');
      await amel.locator(byId('reactor')).filter({ hasText: 'Youssef El Idrissi' }).waitFor();
      assert.equal(await amel.locator(byId('reactor')).count(), 2);
      await amel.page.keyboard.press('Escape');

      await youssef.page.reload();
      await youssef.message('نجحنا!').waitFor();
      await until(async () => (await reactionOn(youssef, 'نجحنا!').getAttribute('aria-pressed')) === 'true', 'one’s own reaction is known after a reload');
      await reactionOn(youssef, 'نجحنا!').click();
      await until(async () => /1/.test(await reactionOn(amel, 'نجحنا!').innerText()), 'the other one stays');
    })
  );

  it('pins a message above the log for both; the bar leads to it', { timeout }, () =>
    together(async (amel, youssef) => {
      await youssef.send('Rendez-vous à 9 h');
      await choose(youssef, youssef.message('Rendez-vous à 9 h'), 'pin');
      for (const visitor of [amel, youssef]) await visitor.locator(byId('pinned')).getByText('Rendez-vous à 9 h').waitFor();
      await amel.locator(`${byId('pinned')} button`).first().click();
      await amel.locator('.msg--shown').getByText('Rendez-vous à 9 h').waitFor();
      await choose(amel, amel.message('Rendez-vous à 9 h'), 'unpin');
      for (const visitor of [amel, youssef]) await visitor.locator(byId('pinned')).waitFor({ state: 'detached' });
    })
  );

  it('shows what an edited message said before', { timeout }, () =>
    together(async (amel, youssef) => {
      await youssef.send('Mardi');
      await choose(youssef, youssef.message('Mardi'), 'edit');
      await youssef.send('Mercredi');
      await amel.message('Mercredi').getByText(amel.say('edited')).click();
      await amel.locator(byId('version')).getByText('Mardi').waitFor();
    })
  );

  it('lets the administrator of a group delete anybody’s message; it shows who did', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (najla, robleh) => {
      await Promise.all([najla.signIn(people.najla), robleh.signIn(people.robleh)]);
      const token = await stack.token(people.najla);
      const call = (method, request) => stack.call(`wasl.messaging.v1.MessagingService/${method}`, request, token);
      const me = (await stack.call('wasl.accounts.v1.AccountsService/GetMe', {}, await stack.token(people.robleh))).me;
      const { conversation } = await call('CreateGroup', { clientId: '77', title: 'ورشة', personIds: [me.card.id] });
      await Promise.all([najla.openConversation(conversation.id), robleh.openConversation(conversation.id)]);
      await robleh.send('hors sujet');
      await choose(najla, najla.message('hors sujet'), 'delete_message');
      await robleh.locator(byId('message')).getByText(/Message supprimé par/).waitFor();
      assert.match(await robleh.locator(byId('message')).innerText(), /نجلاء الورغي/);
    })
  );

  it('names a member, who sees it in the list and in the message; a forwarded message says where it comes from', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (najla, robleh) => {
      await Promise.all([najla.signIn(people.najla), robleh.signIn(people.robleh)]);
      const token = await stack.token(people.najla);
      const call = (method, request) => stack.call(`wasl.messaging.v1.MessagingService/${method}`, request, token);
      const { card } = (await stack.call('wasl.accounts.v1.AccountsService/GetMe', {}, await stack.token(people.robleh))).me;
      const { conversation: team } = await call('CreateGroup', { clientId: '78', title: 'فريق', personIds: [card.id] });
      const { conversation: other } = await call('CreateGroup', { clientId: '79', title: 'Équipe deux', personIds: [card.id] });

      await najla.openConversation(team.id);
      const field = najla.locator(byId('composer'));
      await field.pressSequentially(`@${card.name.slice(0, 3)}`);
      await najla.locator(byId('completion')).getByText(card.name).waitFor();
      await najla.page.keyboard.press('Enter');
      assert.equal(await field.inputValue(), `@${card.name} `);
      await field.pressSequentially('متى نلتقي؟');
      await najla.page.keyboard.press('Enter');
      await robleh.row(team.id).locator('.count--mention').waitFor();
      await robleh.openConversation(team.id);
      await robleh.locator('.mention--me').getByText(card.name).waitFor();
      await robleh.row(team.id).locator('.count--mention').waitFor({ state: 'detached' });

      await choose(robleh, robleh.locator(byId('message')).filter({ hasText: 'متى نلتقي؟' }), 'forward');
      await robleh.locator(`${byId('forward-target')}[data-id="${other.id}"]`).click();
      await robleh.locator(byId('forward-send')).click();
      await najla.openConversation(other.id);
      const forwarded = najla.locator(byId('message')).filter({ hasText: 'متى نلتقي؟' });
      await forwarded.locator(byId('forwarded')).waitFor();
      assert.equal(await forwarded.locator(byId('forwarded')).innerText(), najla.say('forwarded_from_you'));
    })
  );

  it('asks the group; who votes is seen live, and by whom it was closed no more votes come', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (najla, robleh) => {
      await Promise.all([najla.signIn(people.najla), robleh.signIn(people.robleh)]);
      const token = await stack.token(people.najla);
      const { card } = (await stack.call('wasl.accounts.v1.AccountsService/GetMe', {}, await stack.token(people.robleh))).me;
      const { conversation: team } = await stack.call('wasl.messaging.v1.MessagingService/CreateGroup', { clientId: '80', title: 'موعد', personIds: [card.id] }, token);
      await Promise.all([najla.openConversation(team.id), robleh.openConversation(team.id)]);

      await najla.locator(byId('new-poll')).click();
      await najla.locator(byId('poll-question')).fill('متى نجتمع؟');
      await najla.locator(byId('poll-send')).click();
      await najla.locator('[role=alert]').getByText(najla.say('poll_few')).waitFor();
      const fields = najla.locator(byId('poll-new-option'));
      await fields.nth(0).fill('الثلاثاء');
      await fields.nth(1).fill('الجمعة');
      await najla.locator(byId('poll-send')).click();

      const option = (visitor, name) => visitor.locator(byId('poll-option')).filter({ hasText: name });
      await option(robleh, 'الجمعة').click();
      await until(async () => (await option(najla, 'الجمعة').getAttribute('aria-pressed')) === 'false' && /1/.test(await option(najla, 'الجمعة').innerText()), 'the vote is seen');
      assert.equal(await option(robleh, 'الجمعة').getAttribute('aria-pressed'), 'true');
      await option(robleh, 'الثلاثاء').click();
      await until(async () => /1/.test(await option(najla, 'الثلاثاء').innerText()), 'the vote has changed');
      await najla.locator(byId('poll-voters')).click();
      await najla.locator(byId('voter')).getByText(card.name).waitFor();
      assert.equal(await najla.locator(byId('voter')).count(), 1);
      await najla.page.keyboard.press('Escape');
      await robleh.page.reload();
      await until(async () => (await option(robleh, 'الثلاثاء').getAttribute('aria-pressed')) === 'true', 'one’s own vote is known after a reload');
      assert.equal(await robleh.locator(byId('poll-close')).count(), 0, 'it is not theirs to close');
      await najla.locator(byId('poll-close')).click();
      await robleh.locator(`${byId('poll')}[data-closed=true]`).waitFor();
      assert.ok(await option(robleh, 'الجمعة').isDisabled());
    })
  );
});
