// Two people look for what they said to each other.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { join } from 'node:path';
import { serious } from './support/axe.mjs';
import { byId, launch, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 }
];

/** Photographs for whoever asks for them. */
async function shot(visitor, name) {
  if (process.env.WASL_TEST_SHOTS) await visitor.page.screenshot({ path: join(process.env.WASL_TEST_SHOTS, `search-${name}.png`) });
}

async function look(visitor, query) {
  await visitor.locator(byId('search-field')).fill(query);
  await visitor.locator(byId('search-field')).press('Enter');
}

const found = (visitor) => visitor.locator(byId('found-message'));
const marks = (visitor) => visitor.locator('mark.found').allInnerTexts();

describe('search', { timeout: 600_000 }, () => {
  let stack, browser, group;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
    const token = await stack.token(people.amel);
    const { people: found } = await stack.call('wasl.directory.v1.DirectoryService/FindPeople', { query: 'Youssef' }, token);
    const created = await stack.call('wasl.messaging.v1.MessagingService/CreateGroup', { clientId: '77', title: 'Comité de la fête', personIds: [found[0].id] }, token);
    group = created.conversation.id;
    const say = (text, i) => stack.call('wasl.messaging.v1.MessagingService/SendMessage', { conversationId: group, clientId: String(1000 + i), text }, token);
    await say('اجتماع الجَمْعِيّات المحلية يوم السبت في القاعة الكبرى، والمشاريع الجديدة على جدول الأعمال', 0);
    await say('Le compte-rendu de la réunion : les projets retenus, le budget, et la date de la prochaine fête du quartier.', 1);
    for (let i = 2; i < 30; i++) await say(`Ligne ${i} du compte`, i);
    await say('القائمة النهائية ALPHA-9', 99);
    const ask = () => stack.call('wasl.messaging.v1.SearchService/SearchMessages', { query: 'alpha' }, token);
    await until(async () => (await ask()).messages?.length === 1, 'what was said is found');
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('finds a message in whatever form it is asked for, and shows where it stands', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'fr' }], async (amel, youssef) => {
      await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
      for (const visitor of [amel, youssef]) await visitor.locator(byId('search')).first().click();
      await look(amel, 'جمعيه مشروع ');
      await until(async () => (await found(amel).count()) === 1, 'one message');
      assert.deepEqual(await marks(amel), ['الجَمْعِيّات', 'والمشاريع']);
      await look(youssef, 'REUNIONS projet');
      await until(async () => (await found(youssef).count()) >= 1, 'the report');
      assert.deepEqual(await marks(youssef), ['réunion', 'projets']);
      assert.match(await found(youssef).first().innerText(), /Comité de la fête/);
      await found(youssef).first().click();
      await youssef.page.waitForURL(new RegExp(`/messages/${group}\\?at=3$`));
      await youssef.locator(byId('composer')).waitFor();
    })
  );

  it('finds conversations, people and organisations in one page', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }], async (amel) => {
      await amel.signIn(people.amel);
      await amel.page.waitForLoadState('networkidle'); // shortcuts come behind the list
      await amel.page.keyboard.press('/');
      await amel.page.waitForURL('**/search');
      await look(amel, 'fetes comite');
      await amel.locator(`${byId('found-conversation')}[data-id="${group}"]`).waitFor();
      await look(amel, 'bender');
      await amel.locator(byId('found-organisation')).first().waitFor();
      await amel.locator(byId('found-person')).first().waitFor();
      await amel.locator(byId('search-kind-organisations')).click();
      await amel.locator(byId('found-person')).first().waitFor({ state: 'detached' });
      await amel.locator(byId('found-organisation')).first().waitFor();
      await amel.locator(byId('search-field')).focus();
      await amel.page.keyboard.press('ArrowDown');
      await amel.page.keyboard.press('Enter');
      await amel.page.waitForURL('**/directory/*');
      await amel.page.goBack();
      assert.equal(await amel.locator(byId('search-field')).inputValue(), 'bender');
    })
  );

  it('looks in one conversation, by author and by day', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }], async (youssef) => {
      await youssef.signIn(people.youssef);
      await youssef.openConversation(group);
      await youssef.locator(byId('search-here')).click();
      await youssef.page.waitForURL(`**/search?in=${group}`);
      await look(youssef, 'ligne');
      await until(async () => (await found(youssef).count()) === 20, 'a page');
      await youssef.locator(byId('more-messages')).click();
      await until(async () => (await found(youssef).count()) === 28, 'all of them');
      await youssef.locator('#find-by').selectOption({ label: youssef.say('you') });
      await youssef.locator('.empty').waitFor();
      await youssef.locator(byId('clear-filters')).click();
      await look(youssef, 'alpha');
      await until(async () => (await found(youssef).count()) === 1, 'it is there');
      await youssef.locator('#find-to').fill('2020-01-01');
      await youssef.locator('.empty').waitFor();
      await youssef.locator(byId('clear-filters')).click();
      await until(async () => (await found(youssef).count()) === 1, 'it is there again');
    })
  );

  it('shows a stranger nothing', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }], async (hodan) => {
      await hodan.signIn(people.hodan);
      await hodan.page.goto(`/search?q=alpha`);
      await hodan.locator('.empty').waitFor();
      assert.equal(await found(hodan).count(), 0);
    })
  );

  for (const language of ['ar', 'fr']) {
    for (const size of sizes) {
      it(`fits and breaks no serious rule of axe (${language}, ${size.width})`, { timeout }, () =>
        visit(browser, stack, [{ language, ...size }], async (reader) => {
          await reader.signIn(language === 'ar' ? people.amel : people.youssef); // of this language
          await reader.page.goto('/search');
          await reader.locator('.empty').waitFor();
          await shot(reader, `${language}-${size.width}-start`);
          await reader.page.goto(`/search?q=${encodeURIComponent(language === 'ar' ? 'جمعيات' : 'compte')}`);
          await found(reader).first().waitFor();
          await shot(reader, `${language}-${size.width}`);
          assert.deepEqual((await serious(reader.page, 'results')).faults, []);
          await reader.page.goto(`/search?q=alpha&in=${group}`);
          await found(reader).first().waitFor();
          await shot(reader, `${language}-${size.width}-filters`);
          const { faults, checked } = await serious(reader.page, 'filters');
          assert.deepEqual(faults, []);
          assert.ok(checked > 10);
          assert.ok(await reader.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen');
        })
      );
    }
  }
});
