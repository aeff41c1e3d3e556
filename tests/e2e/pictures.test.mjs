// Pictures of people and groups: chosen in the browser, seen by others without reloading, letters where there is none.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;

/** A landscape drawn by the browser itself, wider than high, as a file. */
async function landscape(page, folder) {
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 600 });
    const context = canvas.getContext('2d');
    const sky = context.createLinearGradient(0, 0, 0, 600);
    sky.addColorStop(0, '#f2b705');
    sky.addColorStop(1, '#0d5257');
    context.fillStyle = sky;
    context.fillRect(0, 0, 900, 600);
    context.fillStyle = '#fff';
    context.beginPath();
    context.arc(450, 300, 140, 0, 7);
    context.fill();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  const path = join(folder, 'paysage.jpg');
  writeFileSync(path, Buffer.from(bytes));
  return path;
}

const faces = (visitor, within) => visitor.locator(`${within} .avatar > img`);
const loaded = (face) => face.evaluate((img) => img.complete && img.naturalWidth > 0 && img.naturalWidth === img.naturalHeight);

describe('pictures', { timeout: 600_000 }, () => {
  let stack, browser, folder;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
    folder = mkdtempSync(join(tmpdir(), 'wasl-faces-'));
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('of a person are squares beside the name, and go again', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'fr', width: 360, height: 740 }], async (amel, youssef) => {
      await amel.signIn(people.amel);
      await amel.page.goto('/settings');
      await amel.locator(byId('choose-picture')).waitFor();
      await amel.locator(byId('picture-input')).setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
      await amel.locator('.chooser [role=alert] .note').waitFor();
      await amel.locator(byId('picture-input')).setInputFiles(await landscape(amel.page, folder));
      const own = faces(amel, '.settings__me');
      await own.waitFor();
      await until(() => loaded(own), 'the own picture is a square');
      await shots(amel, 'picture-settings-ar');

      await youssef.signIn(people.youssef);
      const row = `${byId('conversation-row')}:has-text("أمل")`;
      const face = faces(youssef, row).first();
      await face.waitFor();
      await until(() => loaded(face), 'others see it');
      assert.equal(await face.getAttribute('loading'), 'lazy');
      await shots(youssef, 'picture-list-fr');

      await amel.locator(byId('remove-picture')).click();
      await own.waitFor({ state: 'detached' });
      await youssef.page.reload();
      await youssef.locator(byId('conversation-row')).first().waitFor();
      await until(async () => (await faces(youssef, row).count()) === 0, 'letters again');
    })
  );

  it('of a group are set by who leads it and seen at once by the members, but not where data is saved', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar', width: 360, height: 740 }], async (leader, member) => {
      await leader.signIn(people.youssef);
      await member.signIn(people.amel);
      await leader.page.goto('/messages/new');
      await leader.locator(byId('person-result')).first().waitFor();
      const id = stack.sql(stack.database, `select id from people where email_key = '${people.amel}'`);
      await leader.locator(`${byId('person-result')}[data-id="${id}"]`).click();
      await leader.locator(`${byId('person-result')}:not([data-id="${id}"])`).first().click();
      await leader.locator(byId('group-title')).fill('Jardin partagé');
      await leader.locator(byId('start-conversation')).click();
      await leader.locator(byId('composer')).waitFor();
      const group = new URL(leader.page.url()).pathname.split('/').at(-1);
      await member.row(group).waitFor();

      await leader.page.getByRole('button', { name: leader.say('edit_group') }).click();
      await leader.locator(byId('picture-input')).setInputFiles(await landscape(leader.page, folder));
      const mine = faces(leader, '.details__head');
      await mine.waitFor();
      await until(() => loaded(mine), 'the leader sees it');
      const theirs = member.row(group).locator('.avatar > img');
      await theirs.waitFor();
      await until(() => loaded(theirs), 'the member sees it without reloading');
      assert.match(await member.row(group).innerText(), /صورة المجموعة/);
      await shots(leader, 'picture-group-fr');
      await shots(member, 'picture-group-ar');

      await member.page.goto('/settings');
      await member.page.getByLabel(member.say('data_saver')).check();
      await member.page.goto('/messages');
      await member.row(group).waitFor();
      assert.equal(await member.row(group).locator('.avatar > img').count(), 0);
    })
  );
});
