// How people come to speak for an organisation: invited by a link or by mail, or by asking; and how roles change and end.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { idOf, newcomer } from './support/newcomers.mjs';
import { people, Stack, until } from './support/stack.mjs';
import { draft, odd } from './support/verification.mjs';

const timeout = 240_000;

const seat = (visitor, personId) => visitor.locator(`${byId('seat')}[data-id="${personId}"]`);
const asker = (visitor, personId) => visitor.locator(`${byId('asker')}[data-id="${personId}"]`);
const confirm = (visitor, key) => visitor.locator('dialog[open]').getByRole('button', { name: visitor.say(key) }).click();

async function choose(visitor, personId, key) {
  await seat(visitor, personId).locator(byId('seat-menu')).click();
  await visitor.page.getByRole('menuitem', { name: visitor.say(key) }).click();
}
const hasRole = (visitor, personId, role) => until(async () => (await seat(visitor, personId).getAttribute('data-role')) === role, `is ${role}`);

async function linkOf(visitor) {
  await visitor.locator(byId('invite-link')).click();
  const form = visitor.locator(byId('new-invitation'));
  await form.locator('[name=role]').selectOption('editor');
  await form.getByRole('button', { name: visitor.say('make_link') }).click();
  return visitor.locator(`${byId('seat-link')} bdi`).innerText();
}

describe('seats', { timeout: 600_000 }, () => {
  let stack, browser, khotwa;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
    khotwa = stack.sql(stack.database, "select id from organisations where name_fr = 'Khotwa'");
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('are given by a link, changed, handed over and left', { timeout }, async () => {
    const [amel, someone] = [people.amel, newcomer(stack, 'Leila Haddad')];
    const [amelId, leilaId] = [idOf(stack, amel), idOf(stack, someone)];
    await visit(browser, stack, [{ language: 'ar' }, { language: 'fr', width: 360, height: 740 }], async (owner, leila) => {
      await owner.signIn(amel);
      await owner.page.goto(`/directory/${khotwa}/people`);
      await seat(owner, amelId).waitFor();
      assert.equal(await owner.locator(byId('leave-organisation')).count(), 0, 'the only owner hands over first');
      await owner.page.getByText(owner.say('leave_hand_over')).waitFor();
      const url = await linkOf(owner);
      await inspect(owner, 'people');

      // Whoever is not signed in comes back to the invitation afterwards.
      await leila.page.goto(url);
      await leila.fillSignIn(someone);
      await leila.locator(byId('seat-offer')).waitFor();
      await inspect(leila, 'invitation');
      await leila.locator(byId('take-seat')).click();
      await leila.page.waitForURL(`**/directory/${khotwa}/people`);
      await hasRole(leila, leilaId, 'editor');
      assert.equal(await leila.locator(byId('seat-invitations')).count(), 0, 'owners invite');
      await inspect(leila, 'people-of-an-editor');

      await owner.page.reload();
      await choose(owner, leilaId, 'seat_make_member');
      await hasRole(owner, leilaId, 'member');
      await hasRole(leila, leilaId, 'member');
      await choose(owner, leilaId, 'seat_hand_over');
      await confirm(owner, 'seat_hand_over');
      await hasRole(owner, amelId, 'editor');
      await leila.locator(byId('seat-invitations')).waitFor();
      await choose(leila, amelId, 'seat_make_owner');
      await confirm(leila, 'seat_make_owner');
      await owner.locator(byId('seat-invitations')).waitFor();
      await leila.locator(byId('leave-organisation')).click();
      await confirm(leila, 'seat_leave');
      await leila.page.waitForURL(`**/directory/${khotwa}`);
      await leila.page.goto(`/directory/${khotwa}/people`);
      await leila.page.getByText(leila.say('seats_only_title')).waitFor();

      // Her links ended with her seat; a revoked one says so, too.
      const gone = await linkOf(owner);
      await owner.locator(byId('seat-invitation')).getByRole('button', { name: owner.say('revoke_link') }).first().click();
      await owner.locator(byId('seat-link')).waitFor({ state: 'detached' });
      await leila.page.goto(gone);
      await leila.page.getByText(leila.say('seat_ended_title')).waitFor();
      await inspect(leila, 'invitation-ended');
      await leila.page.goto('/seat/nonsense');
      await leila.page.getByText(leila.say('seat_ended_title')).waitFor();
    });
  });

  it('are asked for and answered, live', { timeout }, async () => {
    const someone = newcomer(stack, 'Karim Ouazzani');
    const karimId = idOf(stack, someone);
    await visit(browser, stack, [{ language: 'ar' }, { language: 'fr' }], async (owner, karim) => {
      await Promise.all([owner.signIn(people.amel), karim.signIn(someone)]);
      await karim.page.goto(`/directory/${khotwa}/people`);
      const form = karim.locator(byId('ask-for-seat'));
      const press = (key) => form.getByRole('button', { name: karim.say(key) }).click();
      await owner.page.goto(`/directory/${khotwa}/people`);
      await owner.page.getByText(owner.say('seat_requests_none')).waitFor();
      await press('seat_ask');
      await form.locator('textarea').fill('Je coordonne les ateliers depuis 2021.');
      await press('seat_ask_send');
      await form.getByText(karim.say('seat_asked'), { exact: true }).waitFor();
      await asker(owner, karimId).getByText('Je coordonne les ateliers').waitFor();
      await inspect(owner, 'requests');
      await inspect(karim, 'asking');
      await press('seat_withdraw');
      await asker(owner, karimId).waitFor({ state: 'detached' });
      await press('seat_ask');
      await press('seat_ask_send');
      await asker(owner, karimId).locator('select').selectOption('editor');
      await asker(owner, karimId).getByRole('button', { name: owner.say('seat_give') }).click();
      await hasRole(owner, karimId, 'editor');
      await hasRole(karim, karimId, 'editor');
      await choose(owner, karimId, 'seat_remove');
      await confirm(owner, 'seat_remove');
      await seat(owner, karimId).waitFor({ state: 'detached' });
      await karim.page.getByText(karim.say('seats_only_title')).waitFor();
    });
  });

  it('are given by mail, for what is published', { timeout }, async () => {
    const [author, invited] = [newcomer(stack, 'Hedi Sassi'), newcomer(stack, 'Samia Ben Ali')];
    const { organisationId } = await draft(stack, await stack.token(author), { ...odd, name: { fr: 'Les Amis du port' } });
    await visit(browser, stack, [{ language: 'fr' }, { language: 'fr' }, { language: 'fr' }], async (hedi, samia, guest) => {
      await hedi.signIn(author);
      await hedi.page.goto(`/directory/${organisationId}/people`);
      await hedi.page.getByText(hedi.say('seat_mail_later')).waitFor();
      await hedi.page.getByText(hedi.say('leave_gone')).waitFor();

      await samia.signIn(people.youssef);
      const heure = stack.sql(stack.database, "select id from organisations where name_fr like 'L''Heure Joyeuse'");
      await samia.page.goto(`/directory/${heure}/people`);
      await samia.locator(byId('invite-mail')).click();
      await samia.locator(`${byId('new-invitation')} [type=email]`).fill(invited);
      await samia.locator(byId('new-invitation')).getByRole('button', { name: samia.say('seat_mail_send') }).click();
      await samia.locator(byId('seat-invitation')).getByText(invited).waitFor();
      await inspect(samia, 'invitations');
      const mail = await until(() => stack.mailsTo(invited)[0], 'a mail');
      const link = /\S+\/seat#token=\S+/.exec(mail.body)[0];
      await samia.page.getByRole('button', { name: samia.say('revoke_link') }).click();
      await samia.locator(byId('seat-invitation')).waitFor({ state: 'detached' });
      await guest.signIn(invited);
      await guest.page.goto(link);
      await guest.page.getByText(guest.say('seat_ended_title')).waitFor();
    });
  });
});
