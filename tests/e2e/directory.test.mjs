// People look for associations: by words, by what they do and where, in a list and on a map.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { serious } from './support/axe.mjs';
import { byId, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const phone = { width: 360, height: 740 };

const cards = (visitor) => visitor.locator(byId('organisation-card'));
const names = (visitor) => cards(visitor).locator('.result__name').allInnerTexts();
const ids = (visitor) => cards(visitor).evaluateAll((all) => all.map((card) => card.dataset.id).sort());
const box = (visitor, key) => visitor.page.getByRole('checkbox', { name: new RegExp(visitor.say(key)) });
const bubble = (visitor, name) => visitor.locator(`.map__bubble[title^="${name}"]`);

describe('the directory', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('finds what is written wrong, in both languages', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (robleh, najla) => {
      await Promise.all([robleh.signIn(people.robleh), najla.signIn(people.najla)]);
      await Promise.all([robleh.page.goto('/directory'), najla.page.goto('/directory')]);
      await cards(robleh).first().waitFor();
      await robleh.page.getByRole('searchbox').fill('horizn enfance ');
      await until(async () => (await names(robleh)).join() === "Horizon d'Enfance", 'the one meant');
      assert.ok(await robleh.page.getByText(robleh.say('similar_words')).isVisible());
      await najla.page.getByRole('searchbox').fill('الافق الطفوله');
      await until(async () => (await names(najla)).join() === 'أفق الطفولة', 'the same in Arabic');
      await najla.page.getByRole('searchbox').fill('ظظظظظظ');
      await najla.page.getByText(najla.say('nothing_found_title')).waitFor();
      await najla.page.getByRole('button', { name: najla.say('clear_filters') }).click();
      await until(async () => (await cards(najla).count()) > 20, 'all of them again');
    })
  );

  it('narrows by facets whose counts hold, and the address says it all', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (robleh, najla) => {
      await Promise.all([robleh.signIn(people.robleh), najla.signIn(people.najla)]);
      await robleh.page.goto('/directory');
      await cards(robleh).first().waitFor();
      const partners = Number((await box(robleh, 'kind_partner').locator('xpath=..').locator('.num').innerText()).trim());
      await box(robleh, 'kind_partner').check();
      await until(async () => (await cards(robleh).count()) === partners, 'as many as were said');
      await box(robleh, 'country_dj').first().check();
      await until(async () => (await cards(robleh).count()) < partners && (await cards(robleh).count()) > 0, 'fewer');
      await until(async () => robleh.page.url().includes('country=DJ'), 'the address');
      const shown = await ids(robleh);
      await najla.page.goto(robleh.page.url());
      await until(async () => (await ids(najla)).join() === shown.join(), 'the same for whoever is given the address');
      await najla.page.getByRole('button', { name: najla.say('remove_filter', { name: najla.say('country_dj') }) }).click();
      await until(async () => (await cards(najla).count()) === partners, 'the partners');
    })
  );

  it('knows one town by its names in all spellings', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr', width: 360, height: 740 }, { language: 'ar' }], async (robleh, najla) => {
      await Promise.all([robleh.signIn(people.robleh), najla.signIn(people.najla)]);
      await robleh.page.goto('/directory?country=TN');
      await cards(robleh).first().waitFor();
      await robleh.page.getByRole('button', { name: robleh.say('filters') }).click();
      const facet = robleh.page.getByRole('group', { name: robleh.say('locality') });
      const town = facet.locator('label').filter({ hasText: /^\s*Tunis\s*\d+/ }).first();
      const many = Number((await town.locator('.num').innerText()).trim());
      await town.locator('input').check();
      await robleh.page.keyboard.press('Escape');
      await until(async () => (await cards(robleh).count()) === many, 'as many as were said');
      const address = await until(() => robleh.page.url().includes('locality=') && robleh.page.url(), 'the address');
      await najla.page.goto(address);
      await until(async () => (await cards(najla).count()) === many, 'the same ones');
      await najla.page.getByRole('button', { name: najla.say('remove_filter', { name: 'تونس' }) }).first().waitFor();
      await shots(najla, 'directory-locality');
    })
  );

  it('sorts by what is near, to where one stands or to one’s own region', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr', geolocation: { latitude: 34.74, longitude: 10.76 }, permissions: ['geolocation'] }, { language: 'ar' }], async (robleh, najla) => {
      const regionOf = (id) => stack.sql(stack.database, `select region from organisations where id = ${id}`);
      const first = (visitor) => cards(visitor).first().getAttribute('data-id');
      await Promise.all([robleh.signIn(people.robleh), najla.signIn(people.najla)]);
      await robleh.page.goto('/directory');
      await cards(robleh).first().waitFor();
      await robleh.locator('.dir__order select').selectOption('nearest');
      await until(async () => regionOf(await first(robleh)) === 'TN-61', 'Sfax, where the reader stands');
      await stack.call('wasl.directory.v1.HomeService/SetInterests', { interests: { region: 'TN-81' } }, await stack.token(people.najla));
      await najla.page.goto('/directory');
      await until(async () => regionOf(await first(najla)) === 'TN-81', 'Gabès, as chosen');
      await until(async () => najla.page.url().includes('order=nearest'), 'the address');
    })
  );

  it('shows on the map what the list shows', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar', ...phone }], async (robleh, najla) => {
      await Promise.all([robleh.signIn(people.robleh), najla.signIn(people.najla)]);
      await robleh.page.goto('/directory');
      await bubble(robleh, 'Sfax').click();
      await until(async () => new URL(robleh.page.url()).searchParams.get('region') === 'TN-61', 'the region in the address');
      const sfax = Number(/\d+$/.exec(await bubble(robleh, 'Sfax').getAttribute('title'))[0]);
      await until(async () => (await cards(robleh).count()) === sfax, 'as many as the map said');
      await robleh.page.keyboard.press('Tab');
      await bubble(robleh, 'Sfax').focus();
      await robleh.page.keyboard.press('Enter');
      await until(async () => (await cards(robleh).count()) > sfax, 'everywhere again, by key');
      await najla.page.goto('/directory');
      await najla.page.getByRole('button', { name: najla.say('show_map') }).click();
      await bubble(najla, 'صفاقس').waitFor();
      await shots(najla, 'directory-map');
      assert.deepEqual((await serious(najla.page, 'the map')).faults, []);
      await najla.page.getByRole('button', { name: najla.say('filters') }).click();
      await najla.page.getByRole('dialog').getByRole('checkbox', { name: /الشباب/ }).check();
      await najla.page.getByRole('dialog').locator('.btn--primary').click();
      await until(async () => (await cards(najla).count()) < 10, 'those for the young');
      assert.ok(await najla.page.evaluate(() => document.documentElement.scrollWidth <= 360), 'nothing sticks out');
    })
  );
});
