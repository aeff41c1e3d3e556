// The first screen: who signs up says where they are and what they care about, and sees who is near; what waits for them comes first.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { idOf, newcomer } from './support/newcomers.mjs';
import { password, people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const phone = { width: 360, height: 740 };
const near = byId('home-near');
const cards = (visitor) => visitor.locator(`${near} ${byId('organisation-card')}`);

describe('the first screen', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const regionOf = (id) => stack.sql(stack.database, `select region from organisations where id = ${id}`);
  const linkIn = (mail) => /http:\S+\/confirm#\S+/.exec(mail.body)[0];

  it('from signing up to what is near, in Arabic on a phone', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', ...phone }, { language: 'ar', ...phone }], async (ines, mailReader) => {
      const { page } = ines;
      const email = 'ines@exemple.example';
      await page.goto('/sign-up');
      await ines.locator('[name=name]').fill('إيناس بن عمر');
      await ines.locator('[name=email]').fill(email);
      await ines.locator('[name=password]').fill(password);
      await ines.locator('form button:not([type=button])').click();
      const [mail] = await until(() => {
        const mails = stack.mailsTo(email);
        return mails.length > 0 && mails;
      }, 'the mail');
      await mailReader.page.goto(linkIn(mail)); // the window of a mail program knows nothing of this one
      await mailReader.page.getByRole('button', { name: ines.say('sign_in_action'), exact: true }).waitFor();
      await ines.signIn(people.najla); // somebody else on the same device is not new
      await page.goto('/settings');
      await page.getByRole('button', { name: ines.say('sign_out'), exact: true }).click();
      await page.waitForURL('**/sign-in');
      await page.goto('/sign-in');
      await ines.fillSignIn(email);
      await page.waitForURL('**/welcome');
      await page.getByRole('button', { name: ines.say('country_tn') }).click();
      await ines.locator(byId('interests-region')).selectOption('TN-81');
      const sectors = ines.locator(`${byId('interests-sectors')} .chip`);
      for (let i = 0; i < 10; ++i) await sectors.nth(i).click();
      assert.ok(await sectors.nth(10).isDisabled(), 'ten at most');
      await inspect(ines, 'welcome');
      for (let i = 0; i < 8; ++i) await sectors.nth(i).click();
      await ines.locator(byId('welcome-go')).click();
      await page.waitForURL('**/home');
      await cards(ines).first().waitFor();
      const ids = await cards(ines).evaluateAll((all) => all.map((card) => card.dataset.id));
      assert.equal(regionOf(ids[0]), 'TN-81', 'the own region comes first');
      await ines.locator(byId('person-near')).first().waitFor();
      await ines.locator(byId('home-join')).waitFor();
      await inspect(ines, 'home-new');
      await ines.locator(`${near} .home__title + a`).click();
      await page.waitForURL(/directory\?region=TN-81/);
    })
  );

  it('can be skipped, and invites to choose; what is chosen elsewhere shows at once', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'fr' }], async (one, other) => {
      const email = newcomer(stack, 'Moussa Nouveau');
      await Promise.all([one.signIn(email), other.signIn(email)]);
      await one.page.goto('/welcome');
      await one.locator(byId('welcome-skip')).click();
      await one.page.waitForURL('**/home');
      await one.locator(byId('home-choose')).waitFor();
      await one.locator(`${byId('home-newest')} .home__new`).first().waitFor();
      assert.equal(await one.locator(near).count(), 0);
      await inspect(one, 'home-nothing-chosen');
      await other.page.goto('/settings');
      const card = other.locator(byId('interests-card'));
      await card.getByRole('button', { name: other.say('edit') }).click();
      await card.getByRole('button', { name: other.say('country_dj') }).click();
      await inspect(other, 'settings-interests');
      await card.locator(byId('interests-save')).click();
      await cards(one).first().waitFor();
      assert.equal(await one.locator(byId('home-choose')).count(), 0);
      const ids = await cards(one).evaluateAll((all) => all.map((c) => c.dataset.id));
      assert.match(regionOf(ids[0]), /^DJ/);
    })
  );

  it('shows people only who agreed', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (one, other) => {
      const [a, b] = [newcomer(stack, 'Aya Voisine'), newcomer(stack, 'Badr Voisin', 'ar')];
      await Promise.all([one.signIn(a), other.signIn(b)]);
      const home = 'wasl.directory.v1.HomeService';
      for (const email of [a, b]) await stack.call(`${home}/SetInterests`, { interests: { region: 'MA-10' } }, await stack.token(email));
      const there = one.locator(`${byId('person-near')}[data-id="${idOf(stack, b)}"]`);
      await one.page.goto('/home');
      await one.locator(byId('home-newest')).waitFor();
      assert.equal(await there.count(), 0, 'not without having said so');
      await other.page.goto('/settings');
      const card = other.locator(byId('interests-card'));
      await card.getByRole('button', { name: other.say('edit') }).click();
      await card.locator(byId('interests-show')).check();
      await card.locator(byId('interests-save')).click();
      await card.locator(byId('interests-save')).waitFor({ state: 'detached' });
      await one.page.reload();
      await there.getByRole('button').click();
      await one.page.waitForURL(/messages\/\d+/);
    })
  );

  it('what waits comes first, and all of it shows without a line', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', ownLine: true, expect: [/ERR_|Failed to fetch|WebSocket/] }], async (amel) => {
      const own = stack.sql(stack.database, `select min(s.organisation_id) from seats s join people p on p.id = s.person_id where p.email_key = '${people.amel}' and s.role = 'owner'`);
      const asker = await stack.token(newcomer(stack, 'Demande Place'));
      await stack.call('wasl.directory.v1.SeatService/AskForSeat', { organisationId: own, text: 'Bonjour' }, asker);
      await stack.call('wasl.directory.v1.HomeService/SetInterests', { interests: { region: 'TN-61', sectors: ['youth', 'culture'] } }, await stack.token(people.amel));
      await amel.signIn(people.amel);
      await amel.kept();
      await amel.page.getByRole('link', { name: amel.say('nav_home') }).first().click();
      await amel.locator(`${byId('home-tasks')} a[href="/directory/${own}/people"]`).waitFor();
      assert.equal(await amel.locator(byId('home-join')).count(), 0, 'she has a seat');
      await cards(amel).first().waitFor();
      await inspect(amel, 'home-full');
      await amel.page.goto('/messages');
      await amel.loseLine();
      await amel.page.goto('/home');
      await cards(amel).first().waitFor();
      await amel.locator(byId('home-tasks')).waitFor();
      await amel.findLine();
    })
  );
});
