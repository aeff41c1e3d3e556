// What each member sets for themselves: the list follows, on every device of theirs.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const order = (visitor) => visitor.page.locator(byId('conversation-row')).evaluateAll((rows) => rows.map((row) => row.dataset.id));

async function choose(visitor, id, ...words) {
  await visitor.row(id).click({ button: 'right' });
  for (const word of words) await visitor.locator(byId('row-menu')).getByText(visitor.say(word), { exact: true }).click();
  await visitor.locator(byId('row-menu')).waitFor({ state: 'detached' });
}

describe("a member's own settings", { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('pin, mute, archive and mark as unread, here and on the other device', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'ar' }], async (one, two) => {
      await Promise.all([one.signIn(people.amel), two.signIn(people.amel)]);
      await one.locator(byId('conversation-row')).nth(1).waitFor();
      const ids = await order(one);
      const first = ids[0];
      const read = await one.page.locator(`${byId('conversation-row')}:not(.row--unread)`).evaluateAll((rows) => rows.map((row) => row.dataset.id));
      const third = read.find((id) => id !== first);

      await choose(one, third, 'pin_to_top');
      for (const visitor of [one, two]) await until(async () => (await order(visitor))[0] === third, 'what is pinned is on top');
      await choose(one, third, 'mute', 'mute_week');
      await two.row(third).getByLabel(two.say('muted')).waitFor();

      await shots(two, 'settings-list');
      await one.row(third).click({ button: 'right' });
      await one.locator(byId('row-menu')).waitFor();
      if (process.env.WASL_TEST_SHOTS) await one.page.screenshot({ path: `${process.env.WASL_TEST_SHOTS}/settings-menu.png` });
      await one.page.keyboard.press('Escape');
      await choose(two, first, 'archive');
      for (const visitor of [one, two]) await until(async () => !(await order(visitor)).includes(first), 'the archived one is gone from the list');
      await one.locator('.chip').getByText(one.say('archived')).click();
      assert.deepEqual(await order(one), [first]);
      await choose(one, first, 'unarchive');
      await two.row(first).waitFor();

      // The keyboard asks for the same menu; opening the conversation takes the mark away.
      await one.row(third).focus();
      await one.page.keyboard.press('Shift+F10');
      await one.locator(byId('row-menu')).getByText(one.say('mark_unread')).click();
      await two.row(third).locator('.count').waitFor();
      await one.openConversation(third);
      await until(async () => (await two.row(third).locator('.count').count()) === 0, 'what was opened is read');

      // Where the list has no menu, the details of the conversation have the same.
      await shots(one, 'settings-details');
      await one.locator(byId('own-settings')).getByText(one.say('unmute')).click();
      await until(async () => (await two.row(third).getByLabel(two.say('muted')).count()) === 0, 'it is heard again');
      await one.locator(byId('own-settings')).getByText(one.say('unpin')).click();
      await until(async () => (await order(two))[0] !== third, 'and in its place again');
    })
  );

  it('are asked for by a finger that rests, where browsers tell no long touch', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', width: 360, height: 740, hasTouch: true }], async (one) => {
      await one.signIn(people.hatem);
      const row = one.locator(byId('conversation-row')).first();
      await row.waitFor();
      const touch = (type) =>
        row.evaluate((element, type) => {
          const { x, y } = element.getBoundingClientRect();
          const finger = new Touch({ identifier: 1, target: element, clientX: x + 30, clientY: y + 20 });
          return element.dispatchEvent(new TouchEvent(type, { bubbles: true, cancelable: true, touches: type === 'touchend' ? [] : [finger], changedTouches: [finger] }));
        }, type);
      const menu = one.locator(byId('row-menu'));
      await until(async () => {
        await touch('touchstart');
        return menu.waitFor({ timeout: 1500 }).then(() => true, () => false);
      }, 'the menu opens under the finger');
      assert.equal(await touch('touchend'), false, 'the touch ends without a click');
      await row.evaluate((element) => element.click());
      assert.match(one.page.url(), /\/messages$/, 'the conversation is not opened');
      await menu.waitFor();
    })
  );
});
