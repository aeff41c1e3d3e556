// Groups as people see them: who leads renames, adds and removes; everybody is told, live.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;

async function found(visitor, names, title) {
  await visitor.locator(byId('new-conversation')).click();
  for (const name of names) {
    await visitor.locator('[name=query]').fill(name);
    await visitor.locator(byId('person-result')).filter({ hasText: name }).click();
    await visitor.locator(`${byId('person-result')}[aria-pressed=true]`).filter({ hasText: name }).waitFor();
  }
  await visitor.locator(byId('group-title')).fill(title);
  await visitor.locator(byId('start-conversation')).click();
  await visitor.page.waitForURL(/\/messages\/\d+$/);
  return visitor.page.url().split('/').at(-1);
}

const member = (visitor, name) => visitor.locator(byId('member')).filter({ hasText: name });

describe('a group', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('is renamed, gains and loses a member, and says so to those who are in it', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'fr' }], async (hatem, karima) => {
      await Promise.all([hatem.signIn(people.hatem), karima.signIn(people.karima)]);
      const id = await found(hatem, ['Karima', 'Hodan'], 'ورشة');
      await karima.row(id).waitFor();
      await karima.openConversation(id);

      await hatem.locator('.pane--details').getByText(hatem.say('edit_group')).click();
      const form = hatem.locator(byId('edit-group'));
      await form.locator('input:not([type=file])').fill('ورشة المسرح');
      await form.locator('textarea').fill('كل ما يخص الورشة');
      await form.getByText(hatem.say('save')).click();
      await karima.locator('.conv__title').getByText('ورشة المسرح').waitFor();
      await karima.locator(byId('note')).filter({ hasText: 'a renommé le groupe' }).waitFor();
      await karima.locator('.details__about').getByText('كل ما يخص الورشة').waitFor();

      await hatem.locator(byId('add-members')).click();
      await hatem.locator(`${byId('add-people')} input`).fill('Youssef');
      await hatem.locator(byId('person-result')).filter({ hasText: 'Youssef' }).click();
      await hatem.locator(byId('add-people')).getByText(hatem.say('add_people'), { exact: true }).click();
      await member(karima, 'Youssef').waitFor();
      await karima.locator(byId('note')).filter({ hasText: 'a ajouté Youssef' }).waitFor();
      assert.equal(await karima.locator(byId('add-members')).count(), 0, 'only who leads adds people');

      await shots(karima, 'groups-member');
      await shots(hatem, 'groups-owner');
      await member(hatem, 'Karima').locator('button').first().click();
      await hatem.locator('[role=menuitem]').getByText(hatem.say('make_administrator')).click();
      await karima.locator(byId('add-members')).waitFor();
      await member(hatem, 'Karima').locator('button').first().click();
      await hatem.locator('[role=menuitem]').getByText(hatem.say('remove_member')).click();
      await karima.locator(byId('details')).or(karima.locator('.empty')).first().waitFor();
      await until(async () => (await karima.row(id).count()) === 0, 'the group leaves the list of who was removed');
      await hatem.locator(byId('note')).filter({ hasText: 'Karima' }).last().waitFor();
      await until(async () => (await member(hatem, 'Karima').count()) === 0, 'and the list of members');
    })
  );

  it('lets in whoever has a link, at once or when it is agreed to', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'fr' }], async (hatem, karima) => {
      await Promise.all([hatem.signIn(people.hatem), karima.signIn(people.karima)]);
      const id = await found(hatem, ['Hodan', 'Youssef'], 'نادي القراءة');
      await hatem.locator(byId('invite')).click();
      const form = hatem.locator(byId('new-link'));
      await form.locator('select').selectOption('0');
      await form.locator('input[type=checkbox]').check();
      await form.getByText(hatem.say('make_link')).click();
      const link = hatem.locator(byId('link'));
      const url = await link.locator('bdi').textContent();

      await karima.page.goto(url);
      const invitation = karima.locator(byId('invitation'));
      await invitation.getByText('نادي القراءة').waitFor();
      await shots(karima, 'groups-invitation');
      await invitation.getByText(karima.say('ask_to_join')).click();
      await invitation.getByText(karima.say('join_asked')).waitFor();
      await hatem.locator(byId('asker')).scrollIntoViewIfNeeded();
      await shots(hatem, 'groups-askers');
      await link.scrollIntoViewIfNeeded();
      await shots(hatem, 'groups-links');
      await hatem.locator(byId('asker')).filter({ hasText: 'Karima' }).getByText(hatem.say('let_in')).click();
      await hatem.locator(byId('askers')).waitFor({ state: 'detached' });
      await member(hatem, 'Karima').waitFor();
      await karima.page.goto(url);
      await invitation.getByText(karima.say('open_conversation')).click();
      await karima.locator(byId('note')).filter({ hasText: 'Karima' }).waitFor();
      assert.equal(karima.page.url().split('/').at(-1), id);

      await link.getByText(hatem.say('revoke_link')).click();
      await link.waitFor({ state: 'detached' });
      await karima.page.goto(`${url}x`);
      await karima.locator('main').getByText(karima.say('link_ended_title')).waitFor();
    })
  );
});
