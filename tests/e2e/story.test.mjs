// The whole way of an association: registered in Arabic from a phone, returned once, published, found on the map and by a
// misspelt name, joined by a second person, taken out in a file, suspended.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { idOf, newcomer } from './support/newcomers.mjs';
import { Stack, until } from './support/stack.mjs';
import { newVerifier } from './support/verification.mjs';

const timeout = 300_000;
const phone = { width: 360, height: 740 };
const name = 'جمعية نخلة الواحة';

const group = (visitor, key) => visitor.page.getByRole('group', { name: visitor.say(key) });
const cards = (visitor) => visitor.locator(byId('organisation-card'));
const check = (visitor, kind) => visitor.locator(`${byId('checklist')} [data-kind="${kind}"]`);

async function passed(visitor, kind) {
  await check(visitor, kind).getByRole('button').click();
  await check(visitor, kind).getByRole('button', { name: visitor.say('result_passed'), exact: true }).click();
  await check(visitor, kind).getByRole('button', { name: visitor.say('save') }).click();
  await until(async () => (await check(visitor, kind).getAttribute('data-result')) === 'passed', `${kind} passed`);
}

async function takeCase(verifier) {
  await verifier.page.goto('/verify');
  await verifier.locator(byId('review-row')).filter({ hasText: name }).click();
  await verifier.locator(byId('take')).click();
  await verifier.locator(byId('release')).waitFor();
}

describe('an association', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('comes into the directory, lives there, and is taken out', { timeout }, async () => {
    const owner = newcomer(stack, 'نجلاء بوعزيزي', 'ar');
    const second = newcomer(stack, 'Karim Ouazzani');
    const checker = newVerifier(stack, 'Samia El Idrissi', 'fr');
    const administrator = newcomer(stack, 'هالة بن عمر', 'ar');
    stack.sql(stack.database, `insert into platform_roles (person_id, role) values (${idOf(stack, administrator)}, 'administrator')`);

    await visit(browser, stack, [{ language: 'ar', ...phone }, { language: 'fr' }, { language: 'fr', ...phone }, { language: 'ar' }], async (najla, samia, karim, hela) => {
      await najla.signIn(owner);
      await najla.page.goto('/directory/register');
      await group(najla, 'organisation_name').getByRole('textbox').fill(name);
      await najla.page.getByLabel(najla.say('region')).selectOption('TN-81');
      await group(najla, 'mission').getByRole('textbox').fill('العناية بالواحات وأهلها');
      await group(najla, 'sectors').getByRole('button', { name: 'البيئة' }).first().click();
      await najla.page.getByRole('button', { name: najla.say('add_contact') }).click();
      await najla.page.getByRole('textbox', { name: najla.say('contact_phone') }).fill('+216 75 123 456');
      await najla.page.getByRole('button', { name: najla.say('place_choose') }).click();
      await najla.locator('.map--pick .map__canvas').click();
      await shots(najla, 'story-register');
      await najla.locator(byId('submit-draft')).click();
      await najla.page.getByText(najla.say('draft_in_review')).waitFor();
      const id = /directory\/(\d+)/.exec(najla.page.url())[1];

      await samia.signIn(checker);
      await takeCase(samia);
      await samia.locator(`${byId('field')}[data-field="registration_number"]`).getByRole('button').click();
      await samia.locator(`${byId('field')}[data-field="registration_number"] textarea`).fill('Ajoutez le numéro du JORT.');
      await samia.locator(byId('return')).click();
      await samia.locator(`${byId('holder')}[data-outcome=returned]`).waitFor();

      await najla.page.getByText('Ajoutez le numéro du JORT.').waitFor(); // live: nobody reloads
      await najla.page.getByRole('textbox', { name: najla.say('registration_number') }).fill('JORT 2024/12');
      await najla.locator(byId('submit-draft')).click();
      await najla.page.getByText(najla.say('draft_in_review')).waitFor();
      await takeCase(samia);
      for (const kind of ['receipt', 'phone', 'address']) await passed(samia, kind);
      await shots(samia, 'story-case');
      await samia.locator(byId('publish')).click();
      await samia.locator(`${byId('holder')}[data-outcome=published]`).waitFor();

      await karim.signIn(second);
      await karim.page.goto('/directory?q=' + encodeURIComponent('نخلت الواحه'));
      await cards(karim).filter({ hasText: name }).waitFor();
      await karim.page.goto('/directory?region=TN-81&view=map');
      await karim.page.getByRole('button', { name: karim.say('show_map') }).click().catch(() => undefined);
      await karim.locator('.map__bubble').first().waitFor();
      await shots(karim, 'story-map');
      await karim.page.goto(`/directory/${id}/people`);
      const form = karim.locator(byId('ask-for-seat'));
      await form.getByRole('button', { name: karim.say('seat_ask') }).click();
      await form.locator('textarea').fill('Trésorier depuis mars.');
      await form.getByRole('button', { name: karim.say('seat_ask_send') }).click();
      await najla.page.goto(`/directory/${id}/people`);
      const asker = najla.locator(`${byId('asker')}[data-id="${idOf(stack, second)}"]`);
      await asker.locator('select').selectOption('editor');
      await asker.getByRole('button', { name: najla.say('seat_give') }).click();
      await karim.locator(`${byId('seat')}[data-id="${idOf(stack, second)}"][data-role=editor]`).waitFor();

      await karim.page.goto('/directory?region=TN-81');
      await cards(karim).filter({ hasText: name }).waitFor();
      await karim.locator(`${byId('export')} summary`).click();
      const arrives = karim.page.waitForEvent('download');
      await karim.locator(`${byId('export')} [data-format=csv]`).click();
      const rows = (await readFile(await (await arrives).path(), 'utf8')).trim().split('\n');
      assert.equal(rows.length, 1 + (await cards(karim).count()), 'a head, and a row for each');
      const row = rows.find((line) => line.includes(name));
      assert.ok(row, 'it is among them');
      assert.ok(!row.includes('123 456'), 'its contact is for members');

      await hela.signIn(administrator);
      await hela.page.goto(`/directory/${id}`);
      await hela.locator(byId('suspension')).click();
      await hela.locator(`${byId('reason')} textarea`).fill('الوصل مزوّر');
      await hela.locator(byId('reason')).getByRole('button', { name: hela.say('team_suspend') }).click();
      await hela.locator(byId('reason')).waitFor({ state: 'detached' });
      await najla.page.goto(`/directory/${id}`);
      await najla.locator(byId('suspended')).getByText('الوصل مزوّر').waitFor();
      await shots(najla, 'story-suspended');
      await until(async () => {
        await karim.page.goto('/directory?q=' + encodeURIComponent(name));
        return karim.page.getByText(karim.say('nothing_found_title')).isVisible();
      }, 'nobody finds it');
      assert.equal((await fetch(`${stack.origin}/o/${id}`)).status, 404);
      await hela.page.goto(`/team/audit?organisation=${id}`);
      await hela.locator(`${byId('entry')}[data-act="organisation_suspended"]`).getByText('الوصل مزوّر').waitFor();
    });
  });
});
