// Announcements of an organisation: an editor makes a channel and writes, another person follows and reads.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack } from './support/stack.mjs';

const timeout = 240_000;

describe('a channel', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('is made by an editor; who follows it reads, live, and may stop', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (hodan, hatem) => {
      await Promise.all([hodan.signIn(people.hodan), hatem.signIn(people.hatem)]);
      await hodan.page.goto(`${stack.origin}/directory`);
      await hodan.page.locator('a[href^="/directory/"]').filter({ hasText: 'Bender-Djedid' }).first().click();
      await hodan.page.waitForURL(/\/directory\/\d+$/);
      const organisation = hodan.page.url();
      await hodan.locator(byId('channels')).getByText(hodan.say('make_channel')).click();
      const form = hodan.locator(byId('new-channel'));
      await form.locator('input').first().fill('Nouvelles du quartier');
      await form.locator('input').last().fill('Ce qui se passe à Bender-Djedid');
      await form.getByText(hodan.say('make_channel')).click();
      await hodan.page.waitForURL(/\/messages\/\d+$/);
      await hodan.send('Bienvenue à toutes et à tous');

      await hatem.page.goto(organisation);
      await hatem.locator(byId('channel')).filter({ hasText: 'Nouvelles' }).waitFor();
      await shots(hatem, 'channels-organisation');
      await hatem.locator(byId('channel')).getByText(hatem.say('follow')).click();
      await hatem.message('Bienvenue à toutes et à tous').waitFor();
      await hatem.locator(byId('read-only')).waitFor();
      assert.equal(await hatem.locator('.composer').count(), 0, 'who follows only reads');
      await hodan.send('Réunion samedi à 10 heures');
      await hatem.message('Réunion samedi à 10 heures').waitFor();
      assert.equal(await hatem.locator(byId('member')).filter({ hasText: 'الجلاصي' }).count(), 0, 'who follows is not listed');
      await shots(hatem, 'channels-reader');
      await shots(hodan, 'channels-editor');

      await hatem.locator(byId('leave-group')).click();
      await hatem.locator('dialog').getByText(hatem.say('unfollow')).last().click();
      await hatem.page.waitForURL(/\/messages$/);
    })
  );
});
