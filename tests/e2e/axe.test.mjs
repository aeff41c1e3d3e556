// No page, in no colour and at no width, breaks a serious rule of axe; nor do the menus and dialogs that open on it.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { serious } from './support/axe.mjs';
import { byId, launch, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };
/** Each width with each colour, each language with each width and with each colour: all pairs, in half of the looks. */
const looks = {
  ar: [{ size: wide, colorScheme: 'light' }, { size: narrow, colorScheme: 'dark' }],
  fr: [{ size: wide, colorScheme: 'dark' }, { size: narrow, colorScheme: 'light' }]
};

/** The addresses that the client's folders make, as patterns; a page that is added there has to be looked at here. */
const routes = readdirSync(new URL('../../client-web/src/routes', import.meta.url), { recursive: true })
  .filter((file) => file.endsWith('+page.svelte'))
  .map((file) => `/${file.replace(/\/?\+page\.svelte$/, '')}`.replace(/\/\([^)]*\)/g, '') || '/')
  .filter((path) => path !== '/')
  .map((path) => new RegExp(`^${path.replace(/\[\w+\]/g, '\\d+')}$`));

describe('axe', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  /** Gathers what is found, so that one run tells everything. */
  class Inspector {
    faults = [];
    lesser = [];
    visited = new Set();

    constructor(visitor) {
      this.visitor = visitor;
    }

    async look(name, { size, colorScheme } = looks[this.visitor.language][0]) {
      const { page } = this.visitor;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await until(() => page.evaluate(() => document.fonts.status === 'loaded' && !document.querySelector('.sk')), `${name} has loaded`);
      await until(() => page.evaluate(() => document.getAnimations().length === 0), `${name} stands still`);
      this.visited.add(new URL(page.url()).pathname);
      const what = `${name} ${size.width} ${colorScheme}`;
      const { faults, lesser, checked } = await serious(page, what);
      assert.ok(checked > 10, `${what}: rules were applied`);
      this.faults.push(...faults);
      this.lesser.push(...lesser);
    }

    async lookAtSizes(name) {
      for (const look of looks[this.visitor.language]) await this.look(name, look);
      await this.visitor.page.setViewportSize(wide);
    }

    conclude() {
      if (this.lesser.length > 0) console.log(`lesser findings:\n${this.lesser.join('\n')}`);
      const forgotten = routes.filter((route) => ![...this.visited].some((path) => route.test(path)));
      assert.deepEqual(forgotten, [], 'every page was looked at');
      assert.equal(this.faults.length, 0, `\n${this.faults.join('\n')}`);
    }
  }

  async function lookAtGates(inspector) {
    const { page } = inspector.visitor;
    for (const gate of ['sign-up', 'forgot', 'reset#token=x', 'confirm', 'goodbye', 'sign-in']) {
      await page.goto(`/${gate}`);
      await page.locator('main h1').first().waitFor();
      await inspector.lookAtSizes(gate.replace(/\W.*/, ''));
    }
    await page.locator('button:not([type=button])').last().click();
    await page.locator('[aria-invalid=true]').first().waitFor();
    await inspector.look('sign-in with faults');
  }

  async function lookAtConversation(inspector) {
    const { visitor } = inspector;
    await visitor.locator(byId('message')).first().waitFor();
    await inspector.lookAtSizes('conversation');
    await visitor.send('axe');
    await visitor.locator(`${byId('message')}[data-state=sent]`).last().waitFor();
    await visitor.locator('.menu__button').last().click();
    await visitor.locator('[role=menuitem]').first().waitFor();
    await inspector.look('message menu');
    await visitor.page.keyboard.press('Escape');
  }

  for (const [language, person] of [['ar', people.amel], ['fr', people.youssef]]) {
    it(`finds nothing serious in ${language}`, { timeout }, () =>
      visit(browser, stack, [{ language }], async (visitor) => {
        const { page } = visitor;
        const inspector = new Inspector(visitor);
        await lookAtGates(inspector);
        await visitor.signIn(person);
        await visitor.locator(byId('conversation-row')).first().waitFor();
        await inspector.lookAtSizes('list');
        for (const kind of ['filter_groups', 'filter_direct']) {
          await page.getByRole('button', { name: visitor.say(kind), exact: true }).click();
          await visitor.locator(byId('conversation-row')).first().click();
          await lookAtConversation(inspector);
        }
        await page.goto('/messages/new');
        await visitor.locator(byId('person-result')).first().waitFor();
        for (const i of [0, 1]) await visitor.locator(byId('person-result')).nth(i).click();
        await visitor.locator(byId('group-title')).waitFor();
        await inspector.lookAtSizes('new group');
        await page.goto('/home');
        await visitor.locator(byId('home-newest')).waitFor();
        await inspector.lookAtSizes('home');
        await page.goto('/welcome');
        await visitor.locator(`${byId('interests-sectors')} .chip`).first().waitFor();
        await inspector.lookAtSizes('welcome');
        await page.goto('/directory');
        await visitor.locator(byId('organisation-card')).first().waitFor();
        await inspector.lookAtSizes('directory');
        await page.goto('/directory?layer=interventions');
        await visitor.locator(byId('intervention')).first().waitFor();
        await inspector.lookAtSizes('interventions');
        await page.goto('/directory');
        await visitor.locator(byId('organisation-card')).first().waitFor();
        await visitor.locator(`${byId('organisation-card')} a`).first().click();
        await page.locator('.org__name').waitFor();
        await inspector.lookAtSizes('organisation');
        const own = stack.sql(stack.database, `select min(s.organisation_id) from seats s join people p on p.id = s.person_id where p.email_key = '${person}'`);
        stack.sql(stack.database, `insert into platform_roles (person_id, role) select id, 'administrator' from people where email_key = '${person}' on conflict do nothing`);
        for (const path of ['/team', '/team/people', '/team/organisations', '/team/audit', `/directory/${own}/people`, `/directory/${own}/edit`, '/directory/register', '/seat/0', '/verify', '/verify/1', '/imports', '/imports/1', '/specialists', '/specialists/ask', '/specialists/offer', '/specialists/questions', '/verify/offers']) {
          await page.goto(path);
          await page.locator('main h1, main h2').first().waitFor();
          await inspector.lookAtSizes(path);
        }
        await page.goto('/settings');
        await visitor.locator(byId('session-row')).first().waitFor();
        await inspector.lookAtSizes('settings');
        await page.goto('/settings/delete');
        await visitor.locator(byId('delete-form')).waitFor();
        await inspector.lookAtSizes('deletion');
        await page.goto('/search?q=rapport');
        await page.locator('main input').first().waitFor();
        await inspector.lookAtSizes('search');
        await page.goto('/join/0');
        await page.locator('main h1, main h2, main h3').first().waitFor();
        await inspector.lookAtSizes('a link that has ended');
        await page.goto('/nowhere');
        await page.locator('main h1, main h2, main h3').first().waitFor();
        await inspector.lookAtSizes('error');
        inspector.conclude();
      })
    );
  }
});
