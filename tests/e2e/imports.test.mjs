// A verifier brings a list of associations from a file: in an old encoding, with mistakes, tried first, then for good.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { newcomer } from './support/newcomers.mjs';
import { people, Stack, until } from './support/stack.mjs';
import { newVerifier } from './support/verification.mjs';

const timeout = 240_000;

/** "ا" to "ي" and what else the file needs, in Windows-1256. */
const arabic1256 = { ء: 0xc1, د: 0xcf, ا: 0xc7, ب: 0xc8, ة: 0xc9, ج: 0xcc, ر: 0xd1, ز: 0xd2, س: 0xd3, ع: 0xda, ق: 0xde, ل: 0xe1, م: 0xe3, ن: 0xe4, و: 0xe6, ي: 0xed, ه: 0xe5, ت: 0xca, ط: 0xd8, ح: 0xcd };
function windows1256(text) {
  return Buffer.from([...text].map((letter) => {
    const code = letter.codePointAt(0) < 128 ? letter.codePointAt(0) : arabic1256[letter];
    if (code === undefined) throw new Error(`no code for ${letter}`);
    return code;
  }));
}

const rows = [
  'الاسم;Nom;Gouvernorat;Secteur;Lat;Telephone',
  'زيتونة العلم;Zitounet El Ilm;Sfax;youth;34,74;+216 74 000 900',
  'نساء الواحة;Femmes de la palmeraie;Tozeur;culture;33,92;+216 76 000 901',
  'سواعد;Saouaed;Atlantide;culture;;',
  'ربيع;Rabii;Sfax;youth;beaucoup;',
  ';Association du lac;Tunis;culture;;'
];

describe('imports', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const column = (visitor, title) => visitor.locator(`${byId('columns')} select[data-column="${title}"]`);
  const count = (visitor, name) => visitor.locator(`${byId('import-counts')} [data-name="${name}"] dd`);
  const state = (visitor, wanted) => visitor.locator(`${byId('import-state')}[data-state="${wanted}"]`).waitFor();

  it('maps, tries and runs a file, and tells what is wrong in which row', { timeout }, async () => {
    const email = newVerifier(stack, 'Nadia Trabelsi', 'fr');
    await visit(browser, stack, [{ language: 'fr' }], async (nadia) => {
      await nadia.signIn(email);
      await nadia.page.goto('/verify');
      await nadia.page.getByRole('link', { name: nadia.say('import_new') }).click();
      await nadia.page.getByText(nadia.say('imports_none')).waitFor();
      await inspect(nadia, 'imports');
      await nadia.locator(byId('import-file')).setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: windows1256(rows.join('\r\n')) });
      await state(nadia, 'ready');
      await nadia.page.getByText(nadia.say('encoding_1256')).waitFor();
      assert.equal(await column(nadia, 'الاسم').inputValue(), 'name.ar', 'Arabic is read as it was written');
      assert.equal(await column(nadia, 'Gouvernorat').inputValue(), 'region');

      await column(nadia, 'Lat').selectOption('name.fr');
      await nadia.page.getByText(nadia.say('import_doubled', { what: nadia.say('import_in_language', { what: nadia.say('organisation_name'), language: 'Français' }) })).waitFor();
      assert.ok(await nadia.locator(byId('map')).isDisabled());
      await column(nadia, 'Lat').selectOption('founded_year');
      await nadia.page.getByLabel(nadia.say('import_publish')).check();
      await nadia.locator(byId('map')).click();
      const previews = nadia.locator(byId('preview'));
      await previews.nth(4).waitFor();
      await previews.nth(2).locator('summary').click();
      await previews.nth(2).getByText('Atlantide').waitFor();
      await inspect(nadia, 'import-preview');

      await nadia.locator(byId('dry-run')).click();
      await state(nadia, 'tried');
      const tried = Number(await count(nadia, 'made').textContent());
      assert.equal(stack.sql(stack.database, `select count(*) from organisations where name_fr = 'Zitounet El Ilm'`), '0', 'a trial makes nothing');

      // Years that are none are refused: the column is left out, and the next trial finds only what is really wrong.
      await column(nadia, 'Lat').selectOption('');
      await nadia.locator(byId('map')).click();
      await nadia.locator(byId('run')).click();
      await state(nadia, 'done');
      assert.ok(tried < Number(await count(nadia, 'made').textContent()), 'the trial told of more errors');
      assert.equal(await count(nadia, 'made').textContent(), '4');
      assert.equal(await count(nadia, 'failed').textContent(), '1');
      const error = nadia.locator(`${byId('import-errors')} ${byId('row-error')}`);
      await error.filter({ hasText: 'Atlantide' }).filter({ hasText: nadia.say('import_row', { row: 3 }) }).waitFor();
      await inspect(nadia, 'import-done');

      await nadia.page.goto('/directory?q=' + encodeURIComponent('زيتونه العلم'));
      await nadia.locator(byId('organisation-card')).filter({ hasText: 'Zitounet El Ilm' }).waitFor();
    });
  });

  it('goes on with a file whose tab was closed', { timeout }, async () => {
    const email = newVerifier(stack, 'Hela Ben Amor', 'ar');
    const token = await stack.token(email);
    const file = Buffer.from(`Nom;Gouvernorat;Secteur\n${Array.from({ length: 9000 }, (_, i) => `Association numéro ${i};Tunis;culture`).join('\n')}`);
    const { job } = await stack.call('wasl.directory.v1.ImportService/BeginImport', { name: 'grande.csv', size: String(file.length) }, token);
    await stack.call('wasl.directory.v1.ImportService/UploadImportPart', { importId: job.id, at: '0', data: file.subarray(0, 100_000).toString('base64') }, token);
    await visit(browser, stack, [{ language: 'ar', width: 360, height: 740 }], async (hela) => {
      await hela.signIn(email);
      await hela.page.goto('/imports');
      await hela.locator(byId('import-row')).click();
      await hela.page.getByText(hela.say('import_cut')).waitFor();
      await hela.locator(byId('import-again')).setInputFiles({ name: 'autre.csv', mimeType: 'text/csv', buffer: Buffer.from('Nom\nX') });
      await hela.page.getByText(hela.say('import_other_file')).waitFor();
      await inspect(hela, 'import-cut');
      await hela.locator(byId('import-again')).setInputFiles({ name: 'grande.csv', mimeType: 'text/csv', buffer: file });
      await state(hela, 'ready');
      await hela.page.getByText(hela.say('import_rows_count', { count: 9000 })).waitFor();
      await hela.locator(byId('map')).click();
      await hela.locator(byId('run')).click();
      await state(hela, 'running');
      await hela.page.getByRole('button', { name: hela.say('import_stop') }).click();
      await hela.locator('dialog[open]').getByRole('button', { name: hela.say('import_stop') }).click();
      await state(hela, 'cancelled');
    });
  });

  it('refuses files that are none, and people who are no verifiers', { timeout }, async (t) => {
    const email = newVerifier(stack, 'Sami Rekik', 'fr');
    const folder = await mkdtemp(join(tmpdir(), 'wasl-import-'));
    t.after(() => rm(folder, { recursive: true }));
    const huge = join(folder, 'enorme.csv');
    await writeFile(huge, Buffer.alloc(65 * 1024 * 1024, 'a'));
    await visit(browser, stack, [{ language: 'fr' }, { language: 'ar' }], async (sami, amel) => {
      await Promise.all([sami.signIn(email), amel.signIn(people.amel)]);
      await sami.page.goto('/imports');
      const choose = (name, buffer) => sami.locator(byId('import-file')).setInputFiles({ name, mimeType: 'text/csv', buffer });
      await choose('vide.csv', Buffer.alloc(0));
      await sami.page.getByText(sami.say('import_no_rows')).waitFor();
      await sami.locator(byId('import-file')).setInputFiles(huge);
      await sami.page.getByText(sami.say('error_imports_large')).waitFor();
      await choose('photo.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3, 0, 0]));
      await sami.locator(byId('failure')).waitFor();
      await amel.page.goto('/imports');
      await amel.page.getByText(amel.say('verify_only_text')).waitFor();
      await amel.page.goto(`/imports/${stack.sql(stack.database, 'select max(id) from imports')}`);
      await amel.page.getByText(amel.say('verify_only_text')).waitFor();
    });
  });
});
