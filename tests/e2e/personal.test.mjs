// Drafts on every device, messages that leave later, who has read what.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { idOf } from './support/newcomers.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const arabic = { language: 'ar' };
const french = { language: 'fr' };
const phone = { width: 360, height: 740 };

describe('drafts, later, receipts', { timeout: 900_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const direct = (visitor, name) => visitor.locator(byId('conversation-row')).filter({ hasText: name });
  const composer = (visitor) => visitor.locator(byId('composer'));

  /** Amel and Youssef before their direct conversation. */
  const together = (run, more = {}) =>
    visit(browser, stack, [{ ...arabic, ...more }, french], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      const id = await direct(youssef, 'أمل بن يوسف').getAttribute('data-id');
      await Promise.all([amel.openConversation(id), youssef.openConversation(id)]);
      await run(amel, youssef, id);
    });

  it('a draft follows its author from device to device, and goes when it is sent', { timeout }, () =>
    visit(browser, stack, [arabic, { ...arabic, ...phone }], async (desk, mobile) => {
      await Promise.all([desk.signIn(people.hatem), mobile.signIn(people.hatem)]);
      const id = await direct(desk, 'قافلة المسرح').getAttribute('data-id');
      await desk.openConversation(id);
      await composer(desk).fill('لا تنسوا الأزياء');
      await mobile.row(id).getByText(mobile.say('draft')).waitFor();
      await mobile.row(id).getByText('لا تنسوا الأزياء').waitFor();
      await inspect(mobile, 'draft-in-list', { asIs: true });
      await desk.locator(`${byId('message')} .menu__button`).last().click();
      await desk.page.getByRole('menuitem', { name: desk.say('reply') }).click();
      await mobile.openConversation(id);
      await mobile.locator(byId('answering')).waitFor();
      assert.equal(await composer(mobile).inputValue(), 'لا تنسوا الأزياء');
      await composer(mobile).fill('لا تنسوا الأزياء والديكور');
      await until(async () => (await composer(desk).inputValue()) === 'لا تنسوا الأزياء والديكور', 'it comes back, into an open field');
      await composer(desk).press('Enter');
      await mobile.message('لا تنسوا الأزياء والديكور').waitFor();
      await until(async () => (await composer(mobile).inputValue()) === '', 'what was sent is no draft any more');
      await mobile.locator(byId('answering')).waitFor({ state: 'detached' });
      const left = () => stack.sql(stack.database, `select count(*) from drafts where person_id = ${idOf(stack, people.hatem)}`);
      await until(() => left() === '0', 'nor on the server');
    })
  );

  it('what was typed without a line is a draft everywhere once there is one', { timeout }, () =>
    visit(browser, stack, [{ ...french, ownLine: true, expect: [/ERR_|WebSocket/] }, french], async (train, desk) => {
      await Promise.all([train.signIn(people.karima), desk.signIn(people.karima)]);
      const id = await direct(desk, 'Fatima').getAttribute('data-id');
      await train.openConversation(id);
      await train.kept();
      await train.loseLine();
      await composer(train).fill('Écrit dans le tunnel');
      await train.findLine();
      await train.page.reload();
      await train.online();
      await desk.row(id).getByText('Écrit dans le tunnel').waitFor();
      assert.equal(await composer(train).inputValue(), 'Écrit dans le tunnel');
    })
  );

  it('schedules a message, changes it, sends it now, cancels another', { timeout }, () =>
    together(async (amel, youssef, id) => {
      const scheduled = () => stack.sql(stack.database, `select text from scheduled_messages where conversation_id = ${id} order by send_at`);
      const later = async (text, day) => {
        await composer(amel).fill(text);
        await amel.locator(byId('later')).click();
        const dialog = amel.locator(byId('schedule'));
        await dialog.getByRole('button', { name: amel.say(day) }).click();
        return dialog;
      };
      const dialog = await later('تذكير: الاجتماع غدا', 'schedule_tomorrow');
      await inspect(amel, 'schedule');
      await dialog.locator(byId('schedule-confirm')).click();
      await until(async () => (await dialog.count()) === 0, 'it is scheduled');
      assert.equal(await composer(amel).inputValue(), '');
      await amel.locator(byId('scheduled')).getByText(amel.say('scheduled_count', { count: 1 })).waitFor();
      await (await later('رسالة ثانية', 'schedule_hour')).locator(byId('schedule-confirm')).click();
      await amel.locator(byId('scheduled')).getByText(amel.say('scheduled_count', { count: 2 })).waitFor();
      assert.equal(scheduled(), 'رسالة ثانية\nتذكير: الاجتماع غدا');
      await inspect(amel, 'scheduled-strip');

      await amel.locator(byId('scheduled')).getByRole('button').click();
      const list = amel.locator(byId('scheduled-list'));
      await list.getByText('رسالة ثانية').waitFor();
      await inspect(amel, 'scheduled-list');
      const one = (text) => list.locator('li').filter({ hasText: text });
      await one('تذكير').getByRole('button', { name: amel.say('scheduled_change') }).click();
      await amel.locator(byId('schedule-text')).fill('تذكير: الاجتماع في التاسعة');
      await inspect(amel, 'schedule-change');
      await amel.locator(byId('schedule-confirm')).click();
      await one('تذكير: الاجتماع في التاسعة').waitFor();
      await one('رسالة ثانية').getByRole('button', { name: amel.say('scheduled_cancel') }).click();
      await until(async () => (await one('رسالة ثانية').count()) === 0, 'it is cancelled');
      assert.equal(await youssef.message('تذكير: الاجتماع في التاسعة').count(), 0);
      await one('تذكير').getByRole('button', { name: amel.say('scheduled_now') }).click();
      await youssef.message('تذكير: الاجتماع في التاسعة').waitFor();
      await list.getByText(amel.say('scheduled_none')).waitFor();
      await amel.page.keyboard.press('Escape');
      await until(async () => (await amel.locator(byId('scheduled')).count()) === 0, 'nothing waits any more');
      assert.equal(scheduled(), '');
    })
  );

  it('a time that is too soon is refused in words; what could not leave says so', { timeout }, () =>
    together(async (amel, youssef, id) => {
      await composer(youssef).fill('Trop tôt');
      await youssef.locator(byId('later')).click();
      const at = youssef.locator(byId('schedule-at'));
      const soon = await youssef.page.evaluate(() => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16));
      await at.evaluate((field) => field.removeAttribute('min'));
      await at.fill(soon);
      await youssef.locator(byId('schedule-confirm')).click();
      await youssef.locator('.form-error').getByText(youssef.say('error_messaging_send_at')).waitFor();
      await youssef.locator(byId('schedule')).getByRole('button', { name: youssef.say('schedule_tomorrow') }).click();
      await youssef.locator(byId('schedule-confirm')).click();
      await youssef.locator(byId('scheduled')).waitFor();

      const block = (method) => stack.call(`wasl.accounts.v1.SafetyService/${method}`, { personId: idOf(stack, people.youssef) }, token);
      const token = await stack.token(people.amel);
      await block('BlockPerson');
      stack.sql(stack.database, `update scheduled_messages set send_at = now() where conversation_id = ${id}`);
      await until(() => stack.sql(stack.database, `select failure from scheduled_messages where conversation_id = ${id}`) === 'messaging.read_only', 'it may not leave');
      await block('UnblockPerson');
      await youssef.locator(byId('scheduled')).getByText(youssef.say('scheduled_some_failed')).waitFor();
      await youssef.locator(byId('scheduled')).getByRole('button').click();
      await youssef.locator(byId('scheduled-list')).getByText(youssef.say('scheduled_failed')).waitFor();
      await inspect(youssef, 'scheduled-failed');
      await youssef.locator(byId('scheduled-list')).getByRole('button', { name: youssef.say('scheduled_now') }).click();
      await amel.message('Trop tôt').waitFor();
    })
  );

  it('two ticks when the other has read; the settings hide it in both directions', { timeout }, () =>
    together(async (amel, youssef, id) => {
      const seen = (visitor, text) => visitor.message(text).getByRole('img', { name: visitor.say('seen') });
      await amel.page.goto('/directory');
      await youssef.send('Tu as vu ?');
      await youssef.message('Tu as vu ?').getByRole('img', { name: youssef.say('state_sent') }).waitFor();
      await amel.page.goto(`/messages/${id}`);
      await amel.message('Tu as vu ?').waitFor();
      await seen(youssef, 'Tu as vu ?').waitFor();
      await inspect(youssef, 'read');

      const show = async (visitor, shown) => {
        await visitor.page.goto('/settings');
        const box = visitor.locator(byId('show-receipts'));
        await until(() => box.isEnabled(), 'the setting is known');
        assert.equal(await box.isChecked(), !shown);
        await box.click();
        const hidden = () => stack.sql(stack.database, `select count(*) from receipts_hidden where person_id = ${idOf(stack, people.amel)}`);
        await until(() => hidden() === (shown ? '0' : '1'), 'the server knows');
        await visitor.page.goto(`/messages/${id}`);
        await composer(visitor).waitFor();
      };
      await show(amel, false);
      await youssef.send('Et maintenant ?');
      await amel.message('Et maintenant ?').waitFor();
      await amel.send('نعم');
      await youssef.message('نعم').waitFor();
      const read = () => stack.sql(stack.database, `select min(read_offset) = (select head from streams where kind = 2 and key = ${id}) from conversation_members where conversation_id = ${id}`);
      await until(() => read() === 't', 'both have read all');
      for (const visitor of [youssef, amel]) {
        await visitor.page.reload();
        await visitor.message('نعم').waitFor();
        await visitor.online();
      }
      assert.equal(await seen(youssef, 'Et maintenant ?').count(), 0, 'who hides is not seen reading');
      assert.equal(await seen(amel, 'نعم').count(), 0, 'and does not see');
      await show(amel, true);
      await seen(amel, 'نعم').waitFor();
      await youssef.page.reload();
      await seen(youssef, 'Et maintenant ?').waitFor();
    })
  );

  it('in a group, names say who has read', { timeout }, () =>
    visit(browser, stack, [arabic, french], async (amel, skander) => {
      await Promise.all([amel.signIn(people.amel), skander.signIn(people.skander)]);
      const id = await direct(amel, 'فريق خطوة').getAttribute('data-id');
      await Promise.all([amel.openConversation(id), skander.openConversation(id)]);
      await amel.send('من يحضر الغداء؟');
      await skander.message('من يحضر الغداء؟').waitFor();
      await amel.locator(byId('seen-by')).getByText('Skander Trabelsi').waitFor();
      await inspect(amel, 'seen-by');
      await amel.locator(byId('seen-by')).click();
      await amel.locator(byId('reader')).getByText('Skander Trabelsi').waitFor();
      assert.equal(await amel.locator(byId('reader')).count(), 1);
      await inspect(amel, 'seen-by-sheet');
      await amel.page.keyboard.press('Escape');
      await skander.send('Moi !');
      await skander.locator(byId('seen-by')).getByText('أمل بن يوسف').waitFor();
      await inspect(skander, 'seen-by');
    })
  );
});
