// The end of an account: what its person is told and asked, and what the others see of it without reloading.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { idOf, newcomer } from './support/newcomers.mjs';
import { shots } from './support/shots.mjs';
import { password, people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;

describe('deleting an account', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  for (const [mine, theirs, whom] of [['fr', 'ar', people.amel], ['ar', 'fr', people.youssef]]) {
    it(`is explained, asks for the password, and leaves a former member (${mine}, seen in ${theirs})`, { timeout }, () =>
      visit(browser, stack, [{ language: mine, expect: [/status of 400/] }, { language: theirs }], async (leaver, friend) => {
        const name = mine === 'fr' ? 'Yasmine Partante' : 'ياسمين المغادرة';
        const email = newcomer(stack, name, mine);
        const id = idOf(stack, email);
        stack.sql(stack.database, `insert into seats (organisation_id, person_id, role) select organisation_id, ${id}, 'member' from seats limit 1`);
        await friend.signIn(whom);
        await leaver.signIn(email);

        await leaver.page.goto('/messages/new');
        await leaver.locator(`${byId('person-result')}[data-id="${idOf(stack, whom)}"]`).click();
        await leaver.locator(byId('start-conversation')).click();
        await leaver.locator(byId('composer')).waitFor();
        await leaver.send('avant de partir');
        const conversation = new URL(leaver.page.url()).pathname.split('/').at(-1);
        await friend.row(conversation).click();
        await friend.message('avant de partir').waitFor();
        const title = friend.locator('.conv__title');
        assert.equal(await title.textContent(), name);

        await leaver.page.goto('/settings');
        await leaver.locator(byId('delete-account')).click();
        await leaver.page.waitForURL('**/settings/delete');
        await leaver.locator(byId('export-everything')).waitFor();
        await shots(leaver, `delete-${mine}`);
        const form = leaver.locator(byId('delete-form'));
        await form.locator('[name=password]').fill('not the password');
        await form.locator('button.btn--danger').click();
        await form.locator('[role=alert] .note').waitFor();
        assert.equal(await form.locator('[role=alert]').innerText(), leaver.say('error_accounts_not_your_password'));
        await form.locator('[name=password]').fill(password);
        await form.locator('button.btn--danger').click();
        await leaver.page.waitForURL('**/goodbye');
        await leaver.locator(byId('goodbye')).waitFor();
        await shots(leaver, `goodbye-${mine}`);

        const former = friend.say('former_member');
        await until(async () => (await title.textContent()) === former, 'the other sees a former member');
        await friend.locator(byId('read-only')).waitFor();
        assert.match(await friend.locator(byId('read-only')).innerText(), new RegExp(friend.say('former_read_only').slice(0, 20)));
        await friend.message('avant de partir').waitFor();
        assert.match(await friend.row(conversation).innerText(), new RegExp(former));
        await shots(friend, `former-${theirs}`);

        await leaver.page.goto('/messages');
        await leaver.page.waitForURL('**/sign-in');
        await leaver.fillSignIn(email);
        await leaver.locator('[role=alert] .note').waitFor();
      })
    );
  }
});
