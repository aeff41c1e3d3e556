// A person writes to an organisation; its two editors share the inbox, and everybody sees who answered.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack } from './support/stack.mjs';

const timeout = 240_000;
const inboxRow = (visitor, id) => visitor.locator(`${byId('inbox-row')}[data-id="${id}"]`);

async function writeToKhotwa(visitor) {
  await visitor.page.goto('/directory');
  await visitor.locator('a[href^="/directory/"]').filter({ hasText: 'Khotwa' }).first().click();
  await visitor.locator(byId('write-organisation')).waitFor();
}

async function openInbox(visitor, filter = 'waiting') {
  await visitor.page.goto('/messages');
  await visitor.locator(byId('inbox')).click();
  await visitor.locator(byId(`inbox-${filter}`)).click();
}

describe('the inbox of an organisation', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('is written to from its page; one editor takes it on, answers in its name, the other sees all that', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }, { language: 'fr' }], async (hodan, amel, skander) => {
      await Promise.all([hodan.signIn(people.hodan), amel.signIn(people.amel), skander.signIn(people.skander)]);
      await writeToKhotwa(hodan);
      await shots(hodan, 'inbox-organisation');
      await hodan.locator(byId('write-organisation')).click();
      await hodan.page.waitForURL(/\/messages\/\d+$/);
      const id = hodan.page.url().split('/').at(-1);
      await hodan.locator('.conv__title').filter({ hasText: 'Khotwa' }).waitFor();
      await openInbox(skander);
      await hodan.send('Bonjour, comment peut-on vous rejoindre ?');

      await inboxRow(skander, id).waitFor();
      await openInbox(amel);
      await inboxRow(amel, id).filter({ hasText: 'Hodan' }).waitFor();
      await shots(amel, 'inbox-waiting');
      await inboxRow(amel, id).click();
      await amel.message('Bonjour, comment peut-on vous rejoindre ?').waitFor();
      await amel.locator(byId('inbox-in-name')).waitFor();
      await amel.locator(byId('inbox-take')).click();
      await amel.locator(byId('inbox-assignee')).getByText(amel.say('inbox_taken_by_me')).waitFor();

      await inboxRow(skander, id).getByText(/s’en occupe/u).waitFor();
      await shots(skander, 'inbox-taken');
      await inboxRow(skander, id).click();
      await skander.locator(byId('inbox-assignee')).getByText(/s’en occupe/u).waitFor();
      await amel.send('أهلًا هدن، يسعدنا انضمامكم!');
      await hodan.message('أهلًا هدن، يسعدنا انضمامكم!').waitFor();
      const answer = hodan.locator(byId('message')).filter({ has: hodan.locator(byId('in-name')) });
      await answer.filter({ hasText: 'أمل' }).filter({ hasText: 'pour Khotwa' }).waitFor();
      await skander.locator(byId('in-name')).waitFor();
      await skander.locator(byId('inbox-state')).getByText(skander.say('inbox_settled')).waitFor();
      await skander.send('Le dossier est sur notre page.');
      await hodan.message('Le dossier est sur notre page.').waitFor();
      await shots(hodan, 'inbox-outside');
      await shots(amel, 'inbox-editor');
      await shots(skander, 'inbox-colleague');
      assert.equal(await hodan.locator(byId('inbox-bar')).count(), 0, 'who answers is arranged among the editors');

      // A word of thanks needs no answer.
      await openInbox(amel);
      await hodan.send('Merci beaucoup !');
      await inboxRow(amel, id).waitFor();
      await skander.message('Merci beaucoup !').waitFor();
      await skander.locator(byId('inbox-done')).getByText(skander.say('inbox_mark_done')).click();
      await skander.locator(byId('inbox-state')).getByText(skander.say('inbox_settled')).waitFor();
      await inboxRow(amel, id).waitFor({ state: 'detached' });
      await skander.locator(byId('inbox-done')).getByText(skander.say('inbox_reopen')).click();
      await inboxRow(amel, id).waitFor();
      await amel.locator(byId('inbox-mine')).click();
      await inboxRow(amel, id).waitFor();
      await shots(amel, 'inbox-mine');

      // Who loses their seat while looking on sees it no more.
      stack.sql(stack.database, `with gone as (delete from seats s using people p where p.id = s.person_id and p.email_key = '${people.skander}' returning s.organisation_id, s.person_id)
        insert into jobs (kind, payload) select 'seat_changed', jsonb_build_object('organisation_id', organisation_id, 'person_id', person_id) from gone`);
      await skander.locator('#main').getByText(skander.say('conversation_missing_title')).waitFor();
      assert.equal(await inboxRow(skander, id).count(), 0);
      await hodan.send('Encore une question');
      await hodan.message('Le dossier est sur notre page.').waitFor();
      await inboxRow(amel, id).filter({ hasText: 'Encore une question' }).waitFor();
    })
  );

  it('is not written to by its own editors, and is found when a conversation is begun', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'ar', width: 360, height: 740 }], async (amel, rim) => {
      await Promise.all([amel.signIn(people.amel), rim.signIn(people.rim)]);
      await amel.page.goto('/directory');
      await amel.locator('a[href^="/directory/"]').filter({ hasText: 'خطوة' }).first().click();
      await amel.locator('.org__name').waitFor();
      await amel.locator('.who').first().waitFor();
      assert.equal(await amel.locator(byId('write-organisation')).count(), 0, 'one does not write to oneself');

      await rim.page.goto('/messages/new');
      await rim.locator('[name=query]').fill('خطوة');
      await rim.locator(byId('organisation-result')).first().click();
      await rim.locator(byId('write-organisation')).waitFor();
      await shots(rim, 'inbox-new');
      await rim.locator(byId('write-organisation')).click();
      await rim.page.waitForURL(/\/messages\/\d+$/);
      const id = rim.page.url().split('/').at(-1);
      assert.equal(await amel.row(id).count(), 0, 'nobody has written yet');
      await rim.send('Bonjour de Jamaity');
      await rim.page.goto('/messages');
      await rim.row(id).filter({ hasText: 'خطوة' }).waitFor();
      await amel.page.goto('/messages');
      await amel.row(id).filter({ hasText: 'ريم' }).filter({ hasText: 'خطوة' }).waitFor();
      await shots(amel, 'inbox-list');
    })
  );
});
