import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { byId, launch, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const files = join(dirname(dirname(fileURLToPath(import.meta.url))), 'integration/media/files');
const photo = { name: 'قاعة.jpg', mimeType: 'image/jpeg', buffer: readFileSync(join(files, 'photo.jpg')) };
const report = { name: 'rapport-annuel.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n${'réunion '.repeat(20_000)}`) };
const broken = { name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([photo.buffer.subarray(0, 300), Buffer.alloc(3000, 0xff)]) };

const ready = (visitor) => visitor.locator(`${byId('tray-item')}[data-state=ready]`);
const choose = (visitor, ...list) => visitor.locator(byId('file-input')).setInputFiles(list);
const loaded = (picture) => until(() => picture.evaluate((img) => img.complete && img.naturalWidth > 0), 'the picture is there');

async function fits(visitor) {
  const wide = await visitor.page.evaluate(() => [...document.querySelectorAll('.bubble')].map((b) => b.getBoundingClientRect()).filter((b) => b.left < 0 || b.right > innerWidth).length);
  assert.equal(wide, 0, 'no bubble is wider than the screen');
}

async function shot(visitor, name) {
  if (process.env.WASL_TEST_SHOTS) await visitor.page.screenshot({ path: join(process.env.WASL_TEST_SHOTS, `attachments-${name}.png`) });
}

describe('files beside messages', { timeout: 600_000 }, () => {
  let stack, browser, id;
  before(async () => {
    stack = await Stack.start();
    browser = await launch(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required']);
    id = stack.sql(stack.database, `select n.conversation_id from conversation_members n join people p on p.id = n.person_id and p.email = '${people.amel}'
      join conversation_members o on o.conversation_id = n.conversation_id join people q on q.id = o.person_id and q.email = '${people.youssef}' limit 1`);
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  const both = async (amel, youssef) => {
    await Promise.all([amel.signIn(people.amel), youssef.signIn(people.youssef)]);
    await Promise.all([amel.openConversation(id), youssef.openConversation(id)]);
  };

  it('a picture and a document reach the other person, small first', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', width: 360, height: 740 }, { language: 'fr' }], async (amel, youssef) => {
      await both(amel, youssef);
      await choose(amel, photo, report);
      await until(async () => (await ready(amel).count()) === 2, 'both files are there');
      await shot(amel, 'tray-ar-360');
      await amel.locator(byId('composer')).fill('صورة القاعة والتقرير');
      await amel.locator(byId('send')).click();
      const message = youssef.message('صورة القاعة والتقرير');
      await message.waitFor();
      assert.equal(await amel.locator(byId('tray-item')).count(), 0);
      const picture = message.locator(`${byId('picture')} img`);
      await loaded(picture);
      assert.match(await picture.getAttribute('src'), /\/media\/files\/\d+\/small$/);
      await shot(youssef, 'bubble-fr-1280');
      await shot(amel, 'bubble-ar-360');
      await fits(amel);

      await message.locator(byId('picture')).click();
      const whole = youssef.locator(`${byId('viewer')} img[alt]:not([alt=""])`);
      await until(() => whole.evaluate((img) => img.naturalWidth === 800), 'the whole picture is there');
      await shot(youssef, 'viewer-fr-1280');
      await youssef.page.keyboard.press('Escape');
      await until(async () => (await youssef.locator(byId('viewer')).count()) === 0, 'the viewer is closed');

      const [download] = await Promise.all([youssef.page.waitForEvent('download'), message.locator(byId('file')).click()]);
      assert.equal(download.suggestedFilename(), report.name);
      assert.deepEqual(readFileSync(await download.path()), report.buffer);
    })
  );

  it('a file that cannot be read is refused in words, and one that is not wanted is taken back', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', expect: [/status of 400/, /ERR_INVALID/] }, { language: 'fr' }], async (amel, youssef) => {
      await both(amel, youssef);
      await choose(amel, broken);
      const failed = amel.locator(`${byId('tray-item')}[data-state=failed]`);
      await failed.waitFor();
      assert.ok((await failed.innerText()).includes(amel.say('error_media_unreadable')));
      await shot(amel, 'refused-ar-1280');
      await failed.getByRole('button').click();
      assert.equal(await amel.locator(byId('tray-item')).count(), 0);

      const before = (await youssef.messages()).length;
      const open = stack.sql(stack.database, 'select count(*) from media_files');
      await amel.page.route('**/media/uploads/*', async (route) => (route.request().method() === 'PATCH' ? undefined : route.continue()));
      await choose(amel, report);
      await amel.locator(`${byId('tray-item')}[data-state=uploading]`).waitFor();
      await amel.locator(byId('tray-item')).getByRole('button').click();
      await amel.page.unroute('**/media/uploads/*');
      assert.equal(await amel.locator(byId('tray-item')).count(), 0);
      await until(() => stack.sql(stack.database, 'select count(*) from media_files') === open, 'the server has forgotten it');
      assert.equal((await youssef.messages()).length, before);
    })
  );

  it('who saves data is asked before a picture comes', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar' }, { language: 'fr', width: 360, height: 740 }], async (amel, youssef) => {
      await youssef.context.addInitScript(() => localStorage.setItem('wasl.preferences', JSON.stringify({ saver: true })));
      await both(amel, youssef);
      const asked = [];
      youssef.page.on('request', (request) => request.url().includes('/media/files/') && asked.push(request.url()));
      await choose(amel, photo);
      await ready(amel).waitFor();
      await amel.locator(byId('composer')).fill('لمن يوفّر البيانات');
      await amel.locator(byId('send')).click();
      const picture = youssef.locator(byId('message')).filter({ hasText: 'لمن يوفّر البيانات' }).locator(byId('picture'));
      await picture.getByText(/Ko/).waitFor();
      await shot(youssef, 'saver-fr-360');
      await fits(youssef);
      assert.deepEqual(asked, []);
      await picture.click();
      await loaded(picture.locator('img'));
      assert.equal(asked.length, 1);
    })
  );

  it('a voice note is recorded, sent and heard at three speeds', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', permissions: ['microphone'], width: 360, height: 740 }, { language: 'fr', width: 320, height: 640 }], async (amel, youssef) => {
      await both(amel, youssef);
      await amel.locator(byId('record')).click();
      const timer = amel.locator(`${byId('recording')} [role=timer]`);
      await until(async () => (await timer.innerText()) === '0:02', 'two seconds are recorded');
      await shot(amel, 'recording-ar-360');
      await amel.locator(byId('record-send')).click();
      const voice = youssef.locator(byId('message')).last().locator(byId('voice'));
      await voice.waitFor();
      assert.match(await voice.locator('.voice__time').innerText(), /^0:0[2-9]$/);
      assert.ok((await voice.locator('rect').count()) > 10);
      await voice.locator('.voice__speed').click();
      await voice.locator('.voice__speed').click();
      assert.equal(await voice.locator('audio').evaluate((audio) => audio.playbackRate), 2);
      await shot(youssef, 'voice-fr-320');
      await fits(youssef);
      await shot(amel, 'voice-ar-360');
      await fits(amel);
      await voice.getByRole('button', { name: youssef.say('play_voice') }).click();
      await until(() => voice.locator('audio').evaluate((audio) => audio.currentTime > 0.2 || audio.ended), 'it is heard');
      await youssef.page.goto('/messages');
      await youssef.row(id).getByText(youssef.say('attachment_voice')).waitFor();
    })
  );

  it('files are dropped onto the conversation and pasted into the field', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }], async (youssef) => {
      await youssef.signIn(people.youssef);
      await youssef.openConversation(id);
      const carried = await youssef.page.evaluateHandle(([name, type]) => {
        const files = new DataTransfer();
        files.items.add(new File(['words'], name, { type }));
        return files;
      }, ['notes.txt', 'text/plain']);
      await youssef.locator('.conv').dispatchEvent('dragover', { dataTransfer: carried });
      await youssef.locator('.conv--drop').waitFor();
      await youssef.locator('.conv').dispatchEvent('drop', { dataTransfer: carried });
      assert.equal(await youssef.locator('.conv--drop').count(), 0);
      await youssef.locator(byId('composer')).evaluate((field, clipboardData) => field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })), carried);
      await until(async () => (await ready(youssef).count()) === 2, 'both are there');
      await youssef.locator(byId('send')).click();
      const sent = youssef.locator(byId('message')).last().locator(byId('file'));
      await until(async () => (await sent.count()) === 2, 'both are sent');
      assert.match(await sent.first().innerText(), /notes\.txt/);
    })
  );

  it('a recording that is thrown away leaves nothing', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', permissions: ['microphone'] }], async (amel) => {
      await amel.signIn(people.amel);
      await amel.openConversation(id);
      const files = stack.sql(stack.database, 'select count(*) from media_files');
      await amel.locator(byId('record')).click();
      await amel.locator(`${byId('recording')} [role=timer]`).waitFor();
      await amel.locator(byId('recording')).getByRole('button', { name: amel.say('record_cancel') }).click();
      await amel.locator(byId('composer')).waitFor();
      assert.equal(stack.sql(stack.database, 'select count(*) from media_files'), files);
    })
  );
});
