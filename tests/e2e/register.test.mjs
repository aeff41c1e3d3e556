// An association registers itself from a phone, in Arabic: it is returned once, then published and found.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { serious } from './support/axe.mjs';
import { byId, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const phone = { width: 360, height: 740 };
const verification = 'wasl.directory.v1.VerificationService';

const field = (visitor, key) => visitor.page.getByRole('textbox', { name: visitor.say(key) });
const group = (visitor, key) => visitor.page.getByRole('group', { name: visitor.say(key) });
const submit = (visitor) => visitor.locator(byId('submit-draft'));

describe('registering an organisation', { timeout: 600_000 }, () => {
  let stack, browser, verifier;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
    await stack.sql(stack.database, `insert into platform_roles (person_id, role) select id, 'verifier' from people where email_key = '${people.amel}' on conflict do nothing`);
    verifier = await stack.token(people.amel);
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const review = async () => {
    const { reviews } = await stack.call(`${verification}/ListReviews`, {}, verifier);
    const { id } = reviews.find((r) => r.organisation.name?.ar === 'جمعية نخلة الواحة');
    await stack.call(`${verification}/TakeReview`, { reviewId: id }, verifier);
    return id;
  };

  it('from the first word to the directory', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', ...phone }], async (najla) => {
      await najla.signIn(people.najla);
      await najla.page.goto('/directory');
      await najla.page.getByRole('link', { name: najla.say('register_organisation') }).click();
      await najla.page.waitForURL('**/directory/register');
      await submit(najla).click();
      await najla.page.getByText(najla.say('error_organisations_name')).first().waitFor();
      await group(najla, 'organisation_name').getByRole('textbox').fill('جمعية نخلة الواحة');
      await najla.page.getByLabel(najla.say('region')).selectOption('TN-81');
      await group(najla, 'mission').getByRole('textbox').fill('العناية بالواحات <b>وأهلها</b>');
      await shots(najla, 'register-filled');
      await submit(najla).click();
      await najla.page.waitForURL(/\/directory\/\d+\/edit/);
      await najla.page.getByText(najla.say('error_organisations_incomplete')).first().waitFor();
      await najla.page.reload();
      await until(async () => (await group(najla, 'organisation_name').getByRole('textbox').first().inputValue()) === 'جمعية نخلة الواحة', 'a reload keeps it');
      await group(najla, 'sectors').getByRole('button', { name: 'البيئة' }).first().click();
      await najla.page.getByRole('button', { name: najla.say('add_contact') }).click();
      await najla.page.getByRole('textbox', { name: najla.say('contact_phone') }).fill('+216 75 123 456');
      assert.deepEqual((await serious(najla.page, 'the form')).faults, []);
      assert.ok(await najla.page.evaluate(() => document.documentElement.scrollWidth <= 360), 'nothing sticks out');
      assert.ok(await najla.page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'the form scrolls in its pane, not the page under it');
      await submit(najla).click();
      await najla.page.getByText(najla.say('draft_in_review')).waitFor();
      const first = await review();
      await stack.call(`${verification}/DecideReview`, { reviewId: first, verdict: 'VERDICT_RETURN', reasons: [{ field: 'registration_number', reason: 'ينقص رقم التسجيل' }] }, verifier);
      await najla.page.reload();
      await najla.page.getByText('ينقص رقم التسجيل').waitFor();
      await shots(najla, 'register-returned');
      await field(najla, 'registration_number').fill('JORT 2024/12');
      await field(najla, 'founded_year').fill('abcd');
      await submit(najla).click();
      await najla.page.getByText(najla.say('error_organisations_year')).first().waitFor();
      await field(najla, 'founded_year').fill('٢٠١٩');
      await submit(najla).click();
      await najla.page.getByText(najla.say('draft_in_review')).waitFor();
      const second = await review();
      for (const kind of ['EVIDENCE_RECEIPT', 'EVIDENCE_PHONE', 'EVIDENCE_ADDRESS']) await stack.call(`${verification}/AddEvidence`, { reviewId: second, kind, result: 'RESULT_PASSED' }, verifier);
      await stack.call(`${verification}/DecideReview`, { reviewId: second, verdict: 'VERDICT_PUBLISH' }, verifier);
      await najla.page.goto('/directory');
      await najla.page.getByRole('searchbox').fill('نخله الواحه');
      await najla.locator(`${byId('organisation-card')} a`).filter({ hasText: 'جمعية نخلة الواحة' }).click();
      await najla.page.getByText('العناية بالواحات <b>وأهلها</b>').waitFor();
      await shots(najla, 'registered');
      assert.deepEqual((await serious(najla.page, 'the organisation')).faults, []);
    })
  );

  it('what one typed is not shown to whoever signs in next in the same tab', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }], async (robleh) => {
      await robleh.signIn(people.robleh);
      await robleh.page.goto('/directory/register');
      await group(robleh, 'organisation_name').getByRole('textbox').fill('Secret');
      const there = () => robleh.page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)).includes('Secret'));
      await until(there, 'it is kept in the tab');
      await robleh.page.goto('/settings');
      await robleh.page.getByRole('button', { name: robleh.say('sign_out'), exact: true }).click();
      await robleh.page.waitForURL('**/sign-in');
      assert.equal(await there(), false);
    })
  );

  it('two editors at once: the second is told, and nothing is lost', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }], async (robleh) => {
      await robleh.signIn(people.robleh);
      await robleh.page.goto('/directory/register');
      await group(robleh, 'organisation_name').getByRole('textbox').fill('Club de lecture');
      await robleh.locator(byId('save-draft')).click();
      await robleh.page.waitForURL(/\/directory\/\d+\/edit/);
      const id = /directory\/(\d+)/.exec(robleh.page.url())[1];
      await group(robleh, 'organisation_name').getByRole('textbox').first().fill('Club de lecture et de débat');
      const token = await stack.token(people.robleh);
      const { draft } = await stack.call('wasl.directory.v1.OrganisationService/GetDraft', { organisationId: id }, token);
      await stack.call('wasl.directory.v1.OrganisationService/SaveDraft', { organisationId: id, version: draft.version, profile: { ...draft.profile, abbreviation: 'CL' } }, token);
      await robleh.locator(byId('save-draft')).click();
      await robleh.page.getByText(robleh.say('error_organisations_meanwhile')).waitFor();
      await robleh.page.getByRole('button', { name: robleh.say('draft_keep_mine') }).click();
      await until(async () => (await stack.call('wasl.directory.v1.OrganisationService/GetDraft', { organisationId: id }, token)).draft.profile.name.fr === 'Club de lecture et de débat', 'this version');
    })
  );
});
