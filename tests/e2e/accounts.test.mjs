import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, serverAway, visit } from './support/browser.mjs';
import { password, people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const submit = 'form button:not([type=button])';
const refused = /status of 400/; // what Chromium says of a refusal that the page shows

describe('accounts', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const mailTo = (email, number = 1) => until(() => stack.mailsTo(email)[number - 1], `mail ${number} to ${email}`);

  function linkIn(mail) {
    const [link] = mail.body.match(/https?:\/\/\S+/) ?? [];
    assert.ok(link?.startsWith(`${stack.origin}/`), `a link to this server in: ${mail.body}`);
    return link;
  }

  const alertOf = (visitor) => visitor.locator('.form-error').innerText();

  it('signs up in Arabic, confirms by the mailed link, and signs in', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', expect: [refused] }], async (visitor) => {
      const email = 'ines@exemple.tn';
      const { page } = visitor;
      await page.goto('/sign-in');
      await page.getByRole('link', { name: visitor.say('create_account') }).click();
      await page.waitForURL('**/sign-up');
      await visitor.locator(submit).click();
      for (const key of ['invalid_name', 'invalid_email', 'invalid_password']) await page.getByText(visitor.say(key)).waitFor();
      await visitor.locator('[name=name]').fill('إيناس بن عمر');
      await visitor.locator('[name=email]').fill(email);
      await visitor.locator('[name=password]').fill('قهوة-بلا-سكر-7');
      await visitor.locator(submit).click();
      await visitor.locator(byId('check-mail')).getByText(email).waitFor();

      await page.goto('/sign-in');
      await visitor.fillSignIn(email, 'قهوة-بلا-سكر-7');
      await until(async () => (await alertOf(visitor)) === visitor.say('error_accounts_email_not_confirmed'), 'an unconfirmed account is told so');

      const mail = await mailTo(email);
      assert.match(mail.subject, /[\u0600-\u06ff]/, 'the subject is Arabic');
      assert.match(mail.body, /[\u0600-\u06ff]/, 'the mail is Arabic');
      await page.goto(linkIn(mail));
      await page.getByRole('heading', { name: visitor.say('confirm_done_title') }).waitFor();
      await page.getByRole('button', { name: visitor.say('sign_in_action'), exact: true }).click();
      await page.waitForURL('**/sign-in');
      assert.equal(await visitor.locator('[name=email]').inputValue(), email, 'the address is filled in');
      await visitor.fillSignIn(email, 'قهوة-بلا-سكر-7');
      await page.waitForURL('**/welcome');
      await visitor.locator(byId('welcome-skip')).click();
      await page.waitForURL('**/home');
      await visitor.online();
      await page.goto('/messages');
      await page.getByRole('heading', { name: visitor.say('empty_title') }).waitFor();

      // Who opens the link again hears the same; a link that was cut short is refused.
      await page.goto(linkIn(mail));
      await page.getByRole('heading', { name: visitor.say('confirm_done_title') }).waitFor();
      await page.goto('/messages');
      await page.goto(linkIn(mail).slice(0, -3));
      await page.getByRole('heading', { name: visitor.say('confirm_failed_title') }).waitFor();
    })
  );

  it('answers a wrong password calmly, and lets a forgotten one be replaced', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr', expect: [refused] }, { language: 'fr' }], async (visitor, elsewhere) => {
      const { page } = visitor;
      await elsewhere.signIn(people.fatima);
      await page.goto('/sign-in');
      await visitor.fillSignIn(people.fatima, 'pas-le-bon-mot');
      await until(async () => (await alertOf(visitor)) === visitor.say('error_accounts_wrong_password'), 'the message says so');
      assert.equal(new URL(page.url()).pathname, '/sign-in');
      assert.equal(await visitor.locator('[name=email]').inputValue(), people.fatima, 'what was typed stays');

      await page.getByRole('link', { name: visitor.say('forgot_link') }).click();
      await page.waitForURL('**/forgot');
      await visitor.locator('[name=email]').fill(people.fatima);
      await visitor.locator(submit).click();
      await visitor.locator(byId('check-mail')).getByText(people.fatima).waitFor();
      const link = linkIn(await mailTo(people.fatima));
      await page.goto(link);
      await page.getByRole('heading', { name: visitor.say('reset_title') }).waitFor();
      await visitor.locator('[name=password]').fill('court');
      await visitor.locator(submit).click();
      await page.getByText(visitor.say('invalid_password')).waitFor();
      await visitor.locator('[name=password]').fill('un nouveau mot 42');
      await visitor.locator(submit).click();
      await page.getByText(visitor.say('reset_done')).waitFor();
      await elsewhere.page.waitForURL('**/sign-in');

      await page.waitForURL('**/sign-in');
      await visitor.fillSignIn(people.fatima, password);
      await until(async () => (await alertOf(visitor)) === visitor.say('error_accounts_wrong_password'), 'the old one is refused');
      await visitor.fillSignIn(people.fatima, 'un nouveau mot 42');
      await page.waitForURL('**/messages');
      await visitor.online();

      await page.goto(link);
      await visitor.locator('[name=password]').fill('encore un autre 43');
      await visitor.locator(submit).click();
      await until(async () => (await alertOf(visitor)) === visitor.say('error_accounts_token'), 'a link works once');
    })
  );

  it('an address without an account gets the same answer and no mail', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }], async (visitor) => {
      await visitor.page.goto('/forgot');
      await visitor.locator('[name=email]').fill('personne@exemple.tn');
      await visitor.locator(submit).click();
      await visitor.locator(byId('check-mail')).getByText('personne@exemple.tn').waitFor();
      assert.deepEqual(stack.mailsTo('personne@exemple.tn'), []);
    })
  );

  it('switches the language at once, here and on the other device, and keeps it', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'ar' }], async (visitor, elsewhere) => {
      await Promise.all([visitor.signIn(people.sami), elsewhere.signIn(people.sami)]);
      await visitor.page.goto('/settings');
      const html = (v) => v.page.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`);
      for (const [language, direction] of [['fr', 'ltr'], ['en', 'ltr'], ['ar', 'rtl'], ['fr', 'ltr']]) {
        visitor.language = elsewhere.language = language;
        await visitor.locator(byId(`language-${language}`)).click();
        await until(async () => (await html(visitor)) === `${language} ${direction}`, `the page is ${language}`);
        await visitor.page.getByRole('heading', { name: visitor.say('sessions'), exact: true }).waitFor();
        await until(async () => (await html(elsewhere)) === `${language} ${direction}`, `the other device follows to ${language}`);
      }
      await visitor.page.reload();
      await visitor.page.getByRole('heading', { name: visitor.say('sessions'), exact: true }).waitFor();
      assert.equal(await html(visitor), 'fr ltr');
    })
  );

  it('lists the sessions; one that is ended lands on the sign-in page by itself', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'ar' }], async (here, there) => {
      await here.signIn(people.najla);
      await there.signIn(people.najla);
      await here.page.goto('/settings');
      const rows = here.locator(byId('session-row'));
      await until(async () => (await rows.count()) === 2, 'two sessions');
      assert.equal(await here.locator(`${byId('session-row')}[data-current=true]`).count(), 1);
      await here.locator(`${byId('session-row')}[data-current=false]`).getByRole('button').click();
      await until(async () => (await rows.count()) === 1, 'one session is left');

      await there.page.waitForURL('**/sign-in');
      await there.page.getByText(there.say('session_over')).waitFor();
      assert.equal(await there.page.evaluate(() => localStorage.getItem('wasl.me')), null, 'nobody is remembered');

      await here.page.reload();
      await rows.first().waitFor();
      assert.equal(new URL(here.page.url()).pathname, '/settings', 'the other one stays signed in');
    })
  );

  it('a reload keeps the session; signing out clears what the device kept', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', expect: [serverAway] }], async (visitor) => {
      const { page } = visitor;
      await visitor.signIn(people.rim);
      const id = await visitor.locator(byId('conversation-row')).first().getAttribute('data-id');
      await visitor.openConversation(id);
      await visitor.locator(byId('message')).first().waitFor();
      await page.reload();
      await visitor.locator(byId('message')).first().waitFor();
      await visitor.online();
      assert.equal(new URL(page.url()).pathname, `/messages/${id}`);
      await visitor.locator(byId('composer')).fill('مسودة');
      const device = () =>
        page.evaluate(async () => ({ me: localStorage.getItem('wasl.me'), databases: (await indexedDB.databases()).map((d) => d.name) }));
      await until(async () => (await device()).databases.length === 1, 'something is kept on the device');

      const cookies = await visitor.context.cookies();
      const cookie = cookies.find((c) => c.name === 'wasl_session');
      assert.ok(cookie?.httpOnly && cookie.sameSite === 'Lax', 'the session is in a cookie that no script reads');
      await page.goto('/settings');
      await visitor.locator(byId('sign-out')).click();
      await page.waitForURL('**/sign-in');
      assert.equal(await page.getByText(visitor.say('session_over')).count(), 0, 'nobody else ended it');
      await until(async () => (await device()).databases.length === 0, 'the database is gone');
      assert.equal((await device()).me, null);
      assert.equal((await visitor.context.cookies()).find((c) => c.name === 'wasl_session'), undefined, 'the cookie is gone');
      const answer = await fetch(`${stack.origin}/wasl.accounts.v1.AccountsService/GetMe`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Cookie: `wasl_session=${cookie.value}` },
        body: '{}'
      });
      assert.equal(answer.status, 401, 'the session has ended at the server too');
      await page.goto(`/messages/${id}`);
      await page.waitForURL('**/sign-in');
      assert.equal(await visitor.locator(byId('message')).count(), 0);
    })
  );
});
