// A partner's editor says what it does; strangers find it on a layer of the map and in a table, by place, sector, year and amount.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { newcomer } from './support/newcomers.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const phone = { width: 360, height: 740 };
const rows = (visitor) => visitor.locator(byId('intervention'));
const titles = (visitor) => rows(visitor).locator('th > bdi, .works__link > bdi').allInnerTexts();
const bubble = (visitor, name) => visitor.locator(`.map__bubble[title^="${name}"]`);

describe('interventions of partners', { timeout: 600_000 }, () => {
  let stack, browser, enabel;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
    enabel = stack.sql(stack.database, "select id from organisations where name_fr = 'Enabel'");
    stack.sql(stack.database, `insert into seats (organisation_id, person_id, role) select ${enabel}, id, 'editor' from people where email_key = '${people.youssef}' on conflict (organisation_id, person_id) do update set role = 'editor'`);
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('written by an editor on the partner’s page, seen by a stranger on map and table', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar', ...phone }], async (editor, stranger) => {
      await Promise.all([editor.signIn(people.youssef), stranger.signIn(newcomer(stack, 'زائر', 'ar'))]);
      const { page } = editor;
      await page.goto(`/directory/${enabel}`);
      await editor.locator(byId('intervention-add')).click();
      const form = editor.locator(byId('intervention-form'));
      await form.getByRole('button', { name: editor.say('save') }).click();
      await form.getByText(editor.say('error_interventions_title')).waitFor();
      await form.getByRole('textbox').first().fill('Ateliers de quartier');
      await form.getByLabel(editor.say('facet_country')).selectOption('TN');
      await form.getByRole('button', { name: 'Gabès' }).click();
      await form.getByRole('group', { name: editor.say('sectors') }).getByRole('button', { name: 'Jeunesse' }).click();
      await form.getByLabel(editor.say('intervention_from')).fill('2031-05');
      await form.getByLabel(editor.say('intervention_to')).fill('2030-05');
      await form.getByLabel(editor.say('intervention_amount')).selectOption('2');
      await inspect(editor, 'intervention-form');
      await form.getByRole('button', { name: editor.say('save') }).click();
      await form.getByText(editor.say('error_interventions_period')).waitFor();
      await form.getByLabel(editor.say('intervention_to')).fill('2031-12');
      await form.getByRole('button', { name: editor.say('save') }).click();
      await until(async () => (await titles(editor)).includes('Ateliers de quartier'), 'it stands in the table');
      await inspect(editor, 'partner-interventions');

      await stranger.page.goto('/directory?layer=interventions&year=2031&amount=2&map');
      await until(async () => (await titles(stranger)).join() === 'Ateliers de quartier', 'only what runs then');
      await bubble(stranger, 'قابس').waitFor();
      await inspect(stranger, 'interventions-map');
      await stranger.page.goto(`/directory/${enabel}`);
      await until(async () => (await titles(stranger)).includes('Ateliers de quartier'), 'on the partner’s page, too');
      assert.equal(await stranger.locator(byId('intervention-add')).count(), 0);

      const row = rows(editor).filter({ hasText: 'Ateliers de quartier' });
      await row.getByRole('button', { name: new RegExp(editor.say('intervention_remove')) }).click();
      await page.getByRole('dialog').getByRole('button', { name: editor.say('intervention_remove'), exact: true }).click();
      await row.waitFor({ state: 'detached' });
    })
  );

  it('the map filters the table, columns sort it, and the address says it all', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (robleh, other) => {
      await Promise.all([robleh.signIn(people.robleh), other.signIn(people.najla)]);
      await robleh.page.goto('/directory');
      await robleh.locator(byId('layer-interventions')).click();
      await rows(robleh).first().waitFor();
      const all = await rows(robleh).count();
      await inspect(robleh, 'interventions');
      await bubble(robleh, 'Gabès').click();
      await until(async () => robleh.page.url().includes('region=TN-81') && robleh.page.url().includes('layer=interventions'), 'the address');
      await until(async () => (await rows(robleh).count()) < all, 'fewer');
      await robleh.page.getByRole('button', { name: robleh.say('intervention_amount') }).click();
      await until(async () => robleh.page.url().includes('sort=largest'), 'the order, too');
      assert.equal(await robleh.page.getByRole('columnheader', { name: robleh.say('intervention_amount') }).getAttribute('aria-sort'), 'descending');
      const shown = async (visitor) => (await rows(visitor).evaluateAll((found) => found.map((row) => row.dataset.id))).join();
      await until(async () => (await titles(robleh))[0] === 'Appui à la gouvernance locale', 'the largest first');
      const here = await shown(robleh);
      await other.page.goto(robleh.page.url());
      await until(async () => (await shown(other)) === here, 'the same for whoever is given the address');
    })
  );
});
