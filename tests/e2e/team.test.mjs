// The platform's team: an administrator gives a role live, keeps a person and an organisation out, reads it all in the log, and lifts it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { idOf, newcomer } from './support/newcomers.mjs';
import { people, Stack } from './support/stack.mjs';

const timeout = 240_000;

describe('the team', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  function administrator(name, language) {
    const email = newcomer(stack, name, language);
    assert.match(stack.wasl(['admin', 'grant-role', email, 'administrator', 'the first of the team']), /granted/);
    return email;
  }
  const tab = (visitor, key) => visitor.locator('.team__head .tabs').getByRole('link', { name: visitor.say(key) });
  const account = (visitor, id) => visitor.locator(`${byId('account')}[data-id="${id}"]`);
  const entry = (visitor, act) => visitor.locator(`${byId('entry')}[data-act="${act}"]`);
  const nav = (visitor, key) => visitor.locator('.nav').getByRole('link', { name: visitor.say(key) });

  async function give(visitor, reason, key) {
    const dialog = visitor.locator(byId('reason'));
    await dialog.getByRole('button', { name: visitor.say(key) }).click();
    await dialog.getByText(visitor.say('error_team_reason')).waitFor();
    await dialog.locator('textarea').fill(reason);
    await dialog.getByRole('button', { name: visitor.say(key) }).click();
    await dialog.waitFor({ state: 'detached' });
  }
  async function find(visitor, id, name) {
    await visitor.locator(byId('find')).fill(name);
    await account(visitor, id).locator('.member__row').click();
  }

  it('gives and takes a role; navigation follows without a reload', { timeout }, async () => {
    const [admin, newVerifier] = [administrator('Amina Dridi', 'fr'), newcomer(stack, 'نور الطرابلسي', 'ar')];
    const id = idOf(stack, newVerifier);
    await visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (amina, nour) => {
      await Promise.all([amina.signIn(admin), nour.signIn(newVerifier)]);
      assert.equal(await nav(nour, 'nav_team').count(), 0);
      await nour.page.evaluate(() => (window.same = true));
      await nav(amina, 'nav_team').click();
      await amina.locator(byId('figures')).waitFor();
      await inspect(amina, 'team-dashboard');
      await tab(amina, 'team_people').click();
      await find(amina, id, 'نور الطرابلسي');
      await inspect(amina, 'team-people');
      const verifier = account(amina, id).locator('[data-role="verifier"]');
      await verifier.getByRole('button', { name: amina.say('team_grant') }).click();
      await inspect(amina, 'team-reason', { asIs: true });
      await give(amina, 'Elle a suivi la formation.', 'team_grant');
      await verifier.getByText(amina.say('team_held'), { exact: true }).waitFor();

      await nav(nour, 'nav_verify').click();
      await nour.page.getByText(nour.say('nav_verify')).first().waitFor();
      await nour.locator('.queue').waitFor();
      assert.equal(await nour.page.evaluate(() => window.same), true, 'the page was not loaded again');

      await verifier.getByRole('button', { name: amina.say('team_revoke') }).click();
      await give(amina, 'Le projet est terminé.', 'team_revoke');
      await nav(nour, 'nav_verify').waitFor({ state: 'detached' });
      await nour.page.getByText(nour.say('verify_only_title')).waitFor();
      await account(amina, id).getByRole('link', { name: amina.say('team_see_log') }).click();
      await entry(amina, 'role_granted').getByText('Elle a suivi la formation.').waitFor();
      await entry(amina, 'role_revoked').getByText('Le projet est terminé.').waitFor();
      await inspect(amina, 'team-log');
    });
  });

  it('keeps a person out, who reads why at the door, until it is lifted', { timeout }, async () => {
    const [admin, kept] = [administrator('أمينة الدريدي', 'ar'), newcomer(stack, 'Sami Bouzid', 'fr')];
    const id = idOf(stack, kept);
    await visit(browser, stack, [{ language: 'ar' }, { language: 'fr', width: 360, height: 740, expect: [/status of 4\d\d/] }], async (amina, sami) => {
      await Promise.all([amina.signIn(admin), sami.signIn(kept)]);
      await amina.page.goto('/team/people');
      await find(amina, id, 'Sami Bouzid');
      await account(amina, id).locator(byId('suspension')).click();
      await give(amina, 'Publicité répétée.', 'team_suspend');
      await sami.page.getByText(sami.say('session_over')).waitFor();
      await sami.fillSignIn(kept);
      const told = sami.locator(byId('suspended'));
      await told.getByText('Publicité répétée.').waitFor();
      await told.getByText('no-reply@localhost').waitFor();
      await inspect(sami, 'suspended-sign-in', { asIs: true });
      await inspect(amina, 'team-suspended');
      await account(amina, id).locator(byId('suspension')).click();
      await give(amina, 'وعد بألّا يعود إليها.', 'team_lift');
      await sami.fillSignIn(kept);
      await sami.page.waitForURL('**/messages');
      await amina.page.goto(`/team/audit?person=${id}`);
      await entry(amina, 'person_suspended').getByText('Publicité répétée.').waitFor();
      await entry(amina, 'person_restored').waitFor();
      await inspect(amina, 'team-log-person');
    });
  });

  it('takes an organisation out of sight, and gives it back', { timeout }, async () => {
    const admin = administrator('Amina Trabelsi', 'fr');
    const heure = stack.sql(stack.database, "select id from organisations where name_fr like 'L''Heure Joyeuse'");
    await visit(browser, stack, [{ language: 'fr' }, { language: 'fr' }], async (amina, youssef) => {
      await Promise.all([amina.signIn(admin), youssef.signIn(people.youssef)]);
      await amina.page.goto('/team/organisations');
      await amina.locator(byId('find')).fill('Heure Joyeuse');
      const row = amina.locator(`${byId('organisation')}[data-id="${heure}"]`);
      await row.locator(byId('suspension')).click();
      await give(amina, 'Le récépissé est un faux.', 'team_suspend');
      await row.getByText(amina.say('state_suspended')).waitFor();
      await inspect(amina, 'team-organisations');

      await youssef.page.goto(`/directory/${heure}`);
      const told = youssef.locator(byId('suspended'));
      await told.getByText('Le récépissé est un faux.').waitFor();
      await told.getByText('no-reply@localhost').waitFor();
      await inspect(youssef, 'suspended-organisation');
      const gone = await fetch(`${stack.origin}/wasl.directory.v1.OrganisationService/GetPublicProfile`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id: heure }) });
      assert.equal(gone.status, 404);

      await amina.page.goto(`/directory/${heure}`);
      await amina.locator(byId('suspension')).click();
      await give(amina, 'Le bon récépissé est arrivé.', 'team_lift');
      await amina.locator(byId('suspended')).waitFor({ state: 'detached' });
      await youssef.page.reload();
      await youssef.locator('.org__name').waitFor();
      await told.waitFor({ state: 'detached' });
      await amina.page.goto(`/team/audit?organisation=${heure}`);
      await entry(amina, 'organisation_restored').getByText('Le bon récépissé est arrivé.').waitFor();
      const [file] = await Promise.all([amina.page.waitForEvent('download'), amina.page.getByRole('button', { name: amina.say('team_export') }).click()]);
      assert.equal(file.suggestedFilename(), 'wasl-log.csv');
    });
  });

  it('is nowhere for everybody else', { timeout }, async () => {
    await visit(browser, stack, [{ language: 'ar' }], async (amel) => {
      await amel.signIn(people.amel);
      assert.equal(await nav(amel, 'nav_team').count(), 0);
      for (const path of ['/team', '/team/people', '/team/organisations', '/team/audit']) {
        await amel.page.goto(path);
        await amel.page.getByText(amel.say('team_only_title')).waitFor();
      }
    });
  });
});
