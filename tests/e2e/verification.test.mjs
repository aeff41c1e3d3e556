// Verifiers look at what associations have sent: one takes a case and another is told; it is returned, sent again, checked, published.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { people, Stack, until } from './support/stack.mjs';
import { newcomer } from './support/newcomers.mjs';
import { newVerifier, odd, submitted } from './support/verification.mjs';

const timeout = 240_000;
const organisations = 'wasl.directory.v1.OrganisationService';

const row = (visitor, id) => visitor.locator(`${byId('review-row')}[data-id="${id}"]`);
const field = (visitor, name) => visitor.locator(`${byId('field')}[data-field="${name}"]`);
const check = (visitor, kind) => visitor.locator(`${byId('checklist')} [data-kind="${kind}"]`);
const said = (visitor, key, inputs) => visitor.page.getByText(visitor.say(key, inputs));

async function found(visitor, kind, result, note = '') {
  const item = check(visitor, kind);
  await item.getByRole('button').click();
  await item.getByRole('button', { name: visitor.say(`result_${result}`), exact: true }).click();
  if (note) await item.locator('textarea').fill(note);
  await item.getByRole('button', { name: visitor.say('save') }).click();
  await item.locator('form').waitFor({ state: 'detached' });
  await until(async () => (await item.getAttribute('data-result')) === result, `${kind} is ${result}`);
}

describe('verification', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });
  const review = (organisationId) => stack.sql(stack.database, `select max(id) from reviews where organisation_id = ${organisationId}`);

  it('goes from the queue to the public page, with two verifiers and a return', { timeout }, async () => {
    const author = await stack.token(newcomer(stack, 'Amel Chaari'));
    const organisation = await submitted(stack, author, odd, 'recepisse.txt');
    stack.sql(stack.database, `update reviews set submitted_at = now() - interval '9 days' where organisation_id = ${organisation}`);
    await submitted(stack, await stack.token(newcomer(stack, 'Leila Haddad')), { ...odd, name: { fr: 'Jardins de Gabès' }, place: undefined, registrationNumber: '', contacts: [{ kind: 'CONTACT_PHONE', value: '+216 75 000 222', public: true }] });
    const [first, second] = [newVerifier(stack, 'Samia El Idrissi', 'fr'), newVerifier(stack, 'نزار قاسمي', 'ar')];
    const id = review(organisation);

    await visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (samia, nizar) => {
      await Promise.all([samia.signIn(first), nizar.signIn(second)]);
      await samia.locator('.nav').getByRole('link', { name: samia.say('nav_verify') }).click();
      await row(samia, id).waitFor();
      assert.equal(await samia.locator(byId('review-row')).first().getAttribute('data-id'), id, 'the longest waiting comes first');
      await inspect(samia, 'queue');
      await row(samia, id).click();
      await samia.locator(byId('take')).waitFor();
      await nizar.page.goto(`/verify/${id}`);
      await nizar.locator(byId('take')).waitFor();

      for (const warning of ['warning_mixed', 'warning_place']) await samia.locator(byId('warnings')).getByText(samia.say(warning)).waitFor();
      await samia.locator(byId('duplicates')).getByRole('link', { name: /Bidhrat Amal|بذرة أمل/ }).waitFor();
      await field(samia, 'registration_number').getByText('JORT 2019/114').waitFor();
      await samia.locator(byId('papers')).getByText('recepisse.txt').waitFor();
      assert.equal(await samia.locator(`${byId('papers')} a`).count(), 0, 'papers are for whoever has the case');
      assert.equal(await samia.locator(byId('decision')).count(), 0, 'nothing is decided by who has not taken it');

      await samia.locator(byId('take')).click();
      await samia.locator(byId('release')).waitFor();
      const paper = await samia.locator(`${byId('papers')} a`).getAttribute('href');
      assert.equal(await samia.page.evaluate(async (href) => (await fetch(href)).text(), paper), 'JORT 2019/114');
      await nizar.locator(byId('take')).click();
      await nizar.locator(byId('refusal')).getByText('Samia El Idrissi').waitFor();
      await nizar.locator(byId('take-over')).waitFor();
      await inspect(nizar, 'taken');

      await said(samia, 'verify_left', { what: ['check_receipt', 'check_phone', 'check_address'].map((key) => samia.say(key)).join(', ') }).waitFor();
      assert.ok(await samia.locator(byId('publish')).isDisabled(), 'not before it is checked');
      await found(samia, 'phone', 'failed', 'Le numéro sonne dans le vide.');
      await field(samia, 'place').getByRole('button').click();
      await field(samia, 'place').locator('textarea').fill('Le point est à Paris : placez-le à Sfax.');
      await field(samia, 'name').getByRole('button').click();
      await field(samia, 'name').locator('textarea').fill('Une lettre latine est restée dans le nom arabe.');
      await inspect(samia, 'case');

      // Somebody takes it over: what was written stays, and it says who.
      await nizar.locator(byId('take-over')).click();
      await nizar.locator('dialog[open]').getByRole('button', { name: nizar.say('verify_take_over') }).click();
      await nizar.locator(byId('release')).waitFor();
      await samia.locator(byId('return')).click();
      await samia.locator(byId('refusal')).getByText('نزار قاسمي').waitFor();
      await nizar.locator(byId('release')).click();
      await nizar.locator(byId('take')).waitFor();
      await samia.page.reload();
      await samia.locator(byId('take')).click();
      await field(samia, 'place').getByRole('button').click();
      await field(samia, 'place').locator('textarea').fill('Le point est à Paris : placez-le à Sfax.');
      await samia.locator(byId('return')).click();
      await samia.locator(`${byId('holder')}[data-outcome=returned]`).waitFor();

      const { draft } = await stack.call(`${organisations}/GetDraft`, { organisationId: organisation }, author);
      assert.deepEqual(draft.reasons, [{ field: 'place', reason: 'Le point est à Paris : placez-le à Sfax.' }], 'the author reads why');
      const profile = { ...draft.profile, name: { ar: 'بذرة أمل', fr: 'Bidhrat Amel' }, place: { latitude: 34.74, longitude: 10.76 } };
      const saved = await stack.call(`${organisations}/SaveDraft`, { organisationId: organisation, version: draft.version, profile }, author);
      await stack.call(`${organisations}/SubmitDraft`, { organisationId: organisation, version: saved.draft.version }, author);

      const again = review(organisation);
      await samia.page.goto(`/verify/${again}`);
      await samia.locator(byId('changes')).getByText('34.7400, 10.7600').waitFor();
      assert.equal(await samia.locator(byId('warnings')).count(), 0, 'nothing odd is left');
      await samia.locator(byId('take')).click();
      await found(samia, 'receipt', 'passed', 'Vu sur le site du JORT.');
      await found(samia, 'phone', 'passed');
      await check(samia, 'address').getByRole('button').click();
      await check(samia, 'address').getByRole('button', { name: samia.say('result_waived'), exact: true }).click();
      await check(samia, 'address').getByRole('button', { name: samia.say('save') }).click();
      await check(samia, 'address').locator('[aria-invalid=true]').fill('Visitée en octobre.');
      await check(samia, 'address').getByRole('button', { name: samia.say('save') }).click();
      await samia.locator(byId('evidence')).getByText('Visitée en octobre.').waitFor();
      await samia.locator(`${byId('history')} summary`).click();
      for (const action of ['registered', 'submitted', 'returned', 'taken']) await samia.locator(`${byId('history')} [data-action=${action}]`).first().waitFor();
      await inspect(samia, 'checked');
      await samia.locator(byId('publish')).click();
      await samia.locator(`${byId('holder')}[data-outcome=published]`).waitFor();
      await row(samia, again).waitFor({ state: 'detached' });
      assert.equal((await stack.call(`${organisations}/GetPublicProfile`, { id: organisation })).organisation.verified, true);
    });
  });

  it('lets important changes of a published one wait, and says what changes', { timeout }, async () => {
    const meriem = await stack.token(people.meriem);
    const seats = await stack.call('wasl.directory.v1.DirectoryService/ListMySeats', {}, meriem);
    const { id } = seats.seats[0].organisation;
    const { draft } = await stack.call(`${organisations}/GetDraft`, { organisationId: id }, meriem);
    const saved = await stack.call(`${organisations}/SaveDraft`, { organisationId: id, version: draft.version, profile: { ...draft.profile, president: 'مريم الغربي', contacts: odd.contacts } }, meriem);
    await stack.call(`${organisations}/SubmitDraft`, { organisationId: id, version: saved.draft.version }, meriem);
    await visit(browser, stack, [{ language: 'ar', width: 360, height: 740 }], async (nizar) => {
      await nizar.signIn(newVerifier(stack, 'هدى بن علي', 'ar'));
      await nizar.page.goto('/verify');
      await row(nizar, review(id)).click();
      await nizar.locator(byId('changes')).getByText('مريم الغربي').waitFor();
      await nizar.locator(byId('take')).click();
      await inspect(nizar, 'change');
      await nizar.locator(byId('publish')).click();
      await nizar.locator(`${byId('holder')}[data-outcome=published]`).waitFor();
      await nizar.locator('.pane__head').getByRole('link', { name: nizar.say('back') }).click();
      await row(nizar, review(id)).waitFor({ state: 'detached' });
    });
  });

  it('answers whoever asks for a seat that nobody holds', { timeout }, async () => {
    const seats = 'wasl.directory.v1.SeatService';
    const sami = await stack.token(people.sami);
    const { id } = (await stack.call('wasl.directory.v1.DirectoryService/ListMySeats', {}, sami)).seats[0].organisation;
    await stack.call(`${seats}/LeaveOrganisation`, { organisationId: id }, sami);
    const heir = newcomer(stack, 'Karim Ouazzani');
    await stack.call(`${seats}/AskForSeat`, { organisationId: id, text: 'Élu au bureau en mars.' }, await stack.token(heir));
    await visit(browser, stack, [{ language: 'ar' }], async (nizar) => {
      await nizar.signIn(newVerifier(stack, 'سلوى بن حمدة', 'ar'));
      await nizar.page.goto(`/verify/${review(id)}`);
      const asker = nizar.locator(byId('asker')).filter({ hasText: 'Élu au bureau' });
      await asker.waitFor();
      await inspect(nizar, 'orphan');
      await asker.getByRole('button', { name: nizar.say('seat_give_owner') }).click();
      await nizar.locator(`${byId('holder')}[data-outcome=settled]`).waitFor();
    });
    const held = await stack.call('wasl.directory.v1.DirectoryService/ListMySeats', {}, await stack.token(heir));
    assert.deepEqual(held.seats.map((s) => [s.organisation.id, s.role]), [[id, 'SEAT_OWNER']]);
  });

  it('is for verifiers, and not about their own organisations', { timeout }, async () => {
    await visit(browser, stack, [{ language: 'fr' }], async (youssef) => {
      await youssef.signIn(people.youssef);
      assert.equal(await youssef.locator('.nav').getByRole('link', { name: youssef.say('nav_verify') }).count(), 0);
      await youssef.page.goto('/verify');
      await said(youssef, 'verify_only_title').waitFor();
      await inspect(youssef, 'not-a-verifier');
    });
    const own = newVerifier(stack, 'Hedi Sassi', 'fr');
    const organisation = await submitted(stack, await stack.token(own), { ...odd, name: { fr: 'Les Amis du port' }, contacts: [{ kind: 'CONTACT_PHONE', value: '+216 71 000 333' }], registrationNumber: '' });
    await visit(browser, stack, [{ language: 'fr', expect: [/404/] }], async (hedi) => {
      await hedi.signIn(own);
      await hedi.page.goto(`/verify/${review(organisation)}`);
      await said(hedi, 'verify_missing_title').waitFor();
      assert.equal(await row(hedi, review(organisation)).count(), 0);
      await hedi.page.getByRole('button', { name: hedi.say('verify_filter_mine') }).click();
      await said(hedi, 'verify_none_mine').waitFor();
      await inspect(hedi, 'nothing-of-mine');
    });
  });
});
