// What everyone reads of the directory, without an account and without a script; and what people take away from it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { serious } from './support/axe.mjs';
import { byId, catalogues, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const phone = { width: 360, height: 740 };

/** What is on the page, as a reader gets it. */
const text = (visitor) => visitor.locator('body').innerText();
const fits = (visitor) => visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe('public pages', { timeout: 600_000 }, () => {
  let stack, browser, id;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
    id = stack.sql(stack.database, "select min(id) from organisations where name_fr like 'Horizon%' and state = 'published'");
    const details = { mission: { fr: 'Accompagner les enfants.\nEt leurs familles.' }, contacts: [{ kind: 'CONTACT_EMAIL', value: 'bureau@horizon.tn', public: true }, { kind: 'CONTACT_PHONE', value: '+216 74 111 222' }] };
    stack.sql(stack.database, `update organisations set details = '${JSON.stringify(details)}', founded_year = 2011, latitude = 34.74, longitude = 10.76 where id = ${id}`);
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('are read without a session and without a script', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', ...phone, javaScriptEnabled: false, expect: [/status of 404/] }, { language: 'fr', ...phone, javaScriptEnabled: false }], async (najla, robleh) => {
      for (const [visitor, direction, name] of [[najla, 'rtl', 'أفق'], [robleh, 'ltr', 'Horizon']]) {
        await visitor.page.goto(`/o/${id}`);
        assert.equal(await visitor.locator('html').getAttribute('dir'), direction);
        assert.equal(await visitor.locator('html').getAttribute('lang'), visitor.language);
        assert.ok((await visitor.locator('h1').innerText()).includes(name));
        assert.ok((await text(visitor)).includes('Accompagner les enfants.'));
        assert.ok((await text(visitor)).includes('bureau@horizon.tn'));
        assert.ok(!(await text(visitor)).includes('74 111 222'), 'a contact for members');
        assert.ok(await fits(visitor), 'nothing sticks out');
        assert.equal(await visitor.locator('body').evaluate((body) => getComputedStyle(body).margin), '0px', 'the style was taken');
        await shots(visitor, `public-${visitor.language}`);
      }
      assert.ok((await text(najla)).includes('هذا النص بالفرنسية'), 'what the text is in');
      await robleh.locator('a[hreflang=en]').click();
      assert.equal(await robleh.locator('html').getAttribute('lang'), 'en');
      await najla.page.goto('/o/987654321');
      assert.ok((await text(najla)).includes('Cette page n’existe pas'));
      await shots(najla, 'public-missing');
    })
  );

  it('hold for screen readers, light and dark', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', expect: [/status of 404/] }], async (visitor) => {
      for (const path of [`/o/${id}?lang=ar`, `/o/${id}?lang=fr`, '/o/0'])
        for (const colorScheme of ['light', 'dark']) {
          await visitor.page.emulateMedia({ colorScheme });
          await visitor.page.goto(path);
          const { faults, checked } = await serious(visitor.page, `${path} ${colorScheme}`);
          assert.ok(checked > 10);
          assert.deepEqual(faults, []);
          if (colorScheme === 'dark') await shots(visitor, `public-dark${path.replace(/\W/g, '-')}`);
        }
    })
  );

  it('are offered to who opens the page of members, and shared by who is one', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'fr', permissions: ['clipboard-read', 'clipboard-write'] }], async (stranger, robleh) => {
      await stranger.page.goto(`/directory/${id}`);
      await stranger.page.getByRole('link', { name: catalogues.fr.read_public_page }).click();
      await stranger.page.waitForURL(`**/o/${id}`);
      await stranger.page.getByRole('link', { name: 'Ouvrir dans Wasl' }).click();
      await stranger.locator(byId('sign-in-form')).waitFor();
      await shots(stranger, 'public-gate');
      await robleh.signIn(people.robleh);
      await robleh.page.goto(`/directory/${id}`);
      await robleh.locator(byId('share')).click();
      await robleh.page.getByText(catalogues.fr.link_copied).waitFor();
      await until(async () => (await robleh.page.evaluate(() => navigator.clipboard.readText())) === `${stack.origin}/o/${id}`, 'the address of the public page');
      await shots(robleh, 'organisation-share');
    })
  );

  it('are beside files that say what the list says', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr', acceptDownloads: true }, { language: 'ar', ...phone }], async (robleh, najla) => {
      await Promise.all([robleh.signIn(people.robleh), najla.signIn(people.najla)]);
      await robleh.page.goto('/directory?kind=partner');
      await robleh.locator(byId('organisation-card')).first().waitFor();
      const shown = await robleh.locator(`${byId('organisation-card')} .result__name`).allInnerTexts();
      const take = async (format) => {
        await robleh.locator(`${byId('export')} summary`).click();
        const [download] = await Promise.all([robleh.page.waitForEvent('download'), robleh.locator(`${byId('export')} [data-format=${format}]`).click()]);
        assert.equal(download.suggestedFilename(), `wasl-directory.${format}`);
        return readFileSync(await download.path(), 'utf8');
      };
      const table = await take('csv');
      assert.ok(table.startsWith('\ufeffkind,name.ar,name.fr,'));
      for (const name of shown) assert.ok(table.includes(name), name);
      assert.ok(!/^association,/m.test(table), 'as the list is filtered');
      const { features } = JSON.parse(await take('geojson'));
      assert.ok(Array.isArray(features));
      await robleh.page.goto('/directory');
      await robleh.locator(byId('organisation-card')).first().waitFor();
      await robleh.locator(`${byId('export')} summary`).click();
      await shots(robleh, 'export-menu');
      assert.deepEqual((await serious(robleh.page, 'the export menu')).faults, []);
      const [paper] = await Promise.all([robleh.context.waitForEvent('page'), robleh.locator('[data-format=print]').click()]);
      await paper.locator('h1').waitFor();
      assert.ok((await paper.locator('h2').allInnerTexts()).includes('Gabès'));
      assert.ok((await paper.locator('.entry').count()) >= 20);
      assert.deepEqual((await serious(paper, 'the page to print')).faults, []);
      await shots({ page: paper }, 'print-fr');
      await najla.page.goto('/directory');
      await najla.locator(byId('organisation-card')).first().waitFor();
      await najla.locator(`${byId('export')} summary`).click();
      assert.ok(await fits(najla), 'nothing sticks out');
      await shots(najla, 'export-menu-ar');
      await najla.page.goto('/directory/print?lang=ar');
      await najla.locator('h1').waitFor();
      assert.ok(await fits(najla), 'nothing sticks out');
      await shots(najla, 'print-ar');
    })
  );

  it('show the picture that their people choose', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'fr', ...phone }, { language: 'fr', javaScriptEnabled: false }], async (owner, member, stranger) => {
      const [email, own] = stack
        .sql(stack.database, "select p.email_key, o.id from seats s join people p on p.id = s.person_id join organisations o on o.id = s.organisation_id where s.role = 'owner' and o.state = 'published' and o.kind = 'association' and p.email_key = any (array['" + Object.values(people).join("','") + "']) order by o.id limit 1")
        .split('|');
      const other = Object.values(people).find((p) => p !== email);
      await Promise.all([owner.signIn(email), member.signIn(other)]);
      await owner.page.goto(`/directory/${own}`);
      const picture = await owner.page.evaluate(async () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 300 });
        const context = canvas.getContext('2d');
        context.fillStyle = '#0d5257';
        context.fillRect(0, 0, 400, 300);
        context.fillStyle = '#f2b705';
        context.arc(200, 150, 90, 0, 7);
        context.fill();
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
        return [...new Uint8Array(await blob.arrayBuffer())];
      });
      await owner.locator(byId('picture-input')).setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(picture) });
      const logoOf = (visitor, within) => visitor.locator(`${within} img[src^="/media/files/"]`);
      await logoOf(owner, '.org').waitFor();
      await shots(owner, 'organisation-logo');
      await member.page.goto(`/directory/${own}`);
      await logoOf(member, '.org').waitFor();
      assert.equal(await member.locator(byId('choose-picture')).count(), 0, 'others do not choose');
      const name = await member.locator('.org__name bdi').innerText();
      await member.page.goto(`/directory?q=${encodeURIComponent(name)}`);
      await logoOf(member, `${byId('organisation-card')}[data-id="${own}"]`).waitFor();
      await shots(member, 'directory-logo');
      await stranger.page.goto(`/o/${own}`);
      const shown = logoOf(stranger, 'main');
      await shown.waitFor();
      assert.ok(await shown.evaluate((img) => img.complete && img.naturalWidth > 0), 'everyone may see it');
      assert.match(await stranger.locator('meta[property="og:image"]').getAttribute('content'), /\/media\/files\/\d+$/);
      await shots(stranger, 'public-logo');
      await owner.locator(byId('remove-picture')).click();
      await logoOf(owner, '.org').waitFor({ state: 'detached' });
      await stranger.page.reload();
      assert.equal(await logoOf(stranger, 'main').count(), 0, 'letters again');
    })
  );
});
