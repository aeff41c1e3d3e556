// Drives the built client in Chromium against the fake server and photographs every screen: node testing/look.mjs [folder]
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { runnerImport } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? join(here, '..', '.svelte-kit', 'screens');
const load = async (name) => (await runnerImport(join(here, name), { configFile: false })).module;
const { FakeServer } = await load('fake.ts');
const { demoWorld } = await load('demo.ts');
mkdirSync(folder, { recursive: true });

const server = new FakeServer(demoWorld(), join(here, '..', 'build'));
const port = await server.listen();
const origin = `http://127.0.0.1:${port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run']
});
const complaints = [];

async function visitor({ width = 1280, height = 800, language = 'ar', theme = 'light', scale = 1, touch = false }) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, locale: language, hasTouch: touch, isMobile: touch });
  await context.addInitScript(
    ([language, theme]) => localStorage.getItem('wasl.preferences') ?? localStorage.setItem('wasl.preferences', JSON.stringify({ language, theme })),
    [language, theme]
  );
  const page = await context.newPage();
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()));
  page.on('pageerror', (e) => complaints.push(String(e)));
  return page;
}

async function signIn(page) {
  await page.goto(`${origin}/sign-in`);
  await page.fill('[name=email]', 'p1@exemple.tn');
  await page.fill('[name=password]', 'motdepasse');
  await page.click('[data-testid=sign-in-form] button.btn--primary');
  await page.waitForSelector('[data-testid=conversation-row]');
}

let shots = 0;
async function shot(page, name) {
  await page.waitForTimeout(250);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) complaints.push(`${name}: wider than the screen`);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  shots += 1;
}

const group = [...server.world.conversations.values()][0];
const scenes = {
  async 'sign-in'() {
    for (const size of [{}, { width: 360, height: 740 }, { width: 320, height: 640, language: 'fr', theme: 'dark' }]) {
      const page = await visitor(size);
      await page.goto(`${origin}/sign-in`);
      await page.waitForSelector('[data-testid=sign-in-form]');
      await shot(page, `sign-in-${size.width ?? 1280}`);
      if (!size.width) {
        await page.fill('[name=email]', 'p1@exemple.tn');
        await page.fill('[name=password]', 'autre');
        await page.click('[data-testid=sign-in-form] button.btn--primary');
        await shot(page, 'sign-in-refused');
        await page.goto(`${origin}/sign-up`);
        await page.click('form button.btn--primary');
        await shot(page, 'sign-up');
        await page.goto(`${origin}/confirm#token=bad`);
        await shot(page, 'confirm-bad');
        await page.goto(`${origin}/forgot`);
        await page.fill('[name=email]', 'p1@exemple.tn');
        await page.click('form button.btn--primary');
        await shot(page, 'check-mail');
      }
      await page.context().close();
    }
  },
  async wide() {
    const page = await visitor({});
    await signIn(page);
    await shot(page, 'list-1280');
    await page.click(`[data-id="${group.id}"]`);
    await page.waitForSelector('[data-testid=message]');
    server.sendDelayMs = 3000;
    server.typing(group.id, '5');
    await page.fill('[data-testid=composer]', 'تم. أضفتُها إلى البرنامج.');
    await page.press('[data-testid=composer]', 'Enter');
    await shot(page, 'conversation-1280');
    server.sendDelayMs = 0;
    await page.waitForTimeout(3200);
    await page.hover('[data-testid=message][data-state=sent].msg--own >> nth=-1');
    await page.click('.msg--own .menu__button >> nth=-1');
    await shot(page, 'menu-1280');
    await page.keyboard.press('Enter');
    await shot(page, 'editing-1280');
    await page.fill('[data-testid=composer]', 'تم. أضفتُها إلى برنامج اليوم الأول.');
    await page.press('[data-testid=composer]', 'Enter');
    await page.hover('.msg--own >> nth=-1');
    await page.click('.msg--own .menu__button >> nth=-1');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await shot(page, 'delete-1280');
    await page.click('dialog .btn--danger');
    server.refuseSends = 7;
    await page.fill('[data-testid=composer]', 'رسالة لا تُقبل');
    await page.press('[data-testid=composer]', 'Enter');
    await shot(page, 'failed-1280');
    server.refuseSends = null;
    await page.evaluate(() => (document.querySelector('.log').scrollTop = 300));
    await page.waitForTimeout(300);
    server.world.say(group, '3', 999n, 'وصلت رسالة وأنتم في الأعلى.');
    await shot(page, 'pill-1280');
    await page.goto(`${origin}/messages/new`);
    await page.waitForSelector('[data-testid=person-result]');
    await page.fill('[name=query]', 'ع');
    await page.waitForTimeout(500);
    await page.click('[data-testid=person-result] >> nth=0');
    await page.click('[data-testid=person-result] >> nth=1');
    await shot(page, 'new-1280');
    await page.click('[data-testid=organisation-result] >> nth=0');
    await shot(page, 'new-organisation-1280');
    await page.goto(`${origin}/directory`);
    await page.waitForSelector('[data-testid=organisation-card]');
    await shot(page, 'directory-1280');
    await page.click('[data-testid=organisation-card] a >> nth=0');
    await shot(page, 'organisation-1280');
    server.signIn('1', 'Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36');
    await page.goto(`${origin}/settings`);
    await page.waitForSelector('[data-testid=session-row]');
    await shot(page, 'settings-1280');
    await page.goto(`${origin}/nowhere`);
    await shot(page, 'missing-1280');
    await page.context().close();
  },
  async dark() {
    const page = await visitor({ language: 'fr', theme: 'dark' });
    await signIn(page);
    await page.click(`[data-id="${group.id}"]`);
    await page.waitForSelector('[data-testid=message]');
    await shot(page, 'conversation-fr-dark');
    await page.goto(`${origin}/directory`);
    await page.waitForSelector('[data-testid=organisation-card]');
    await shot(page, 'directory-fr-dark');
    await page.context().close();
  },
  async phone() {
    for (const width of [360, 320]) {
      const page = await visitor({ width, height: 740, scale: 2, touch: true, theme: width === 320 ? 'dark' : 'light' });
      await signIn(page);
      await shot(page, `list-${width}`);
      await page.click(`[data-id="${group.id}"]`);
      await page.waitForSelector('[data-testid=message]');
      await page.fill('[data-testid=composer]', 'نص طويل يمتد على أكثر من سطر ليكبر حقل الكتابة شيئًا فشيئًا حتى حدّه');
      await shot(page, `conversation-${width}`);
      await page.goto(`${origin}/messages/new`);
      await page.waitForSelector('[data-testid=person-result]');
      await page.click('[data-testid=person-result] >> nth=0');
      await page.click('[data-testid=person-result] >> nth=1');
      await shot(page, `new-${width}`);
      await page.goto(`${origin}/directory`);
      await page.waitForSelector('[data-testid=organisation-card]');
      await shot(page, `directory-${width}`);
      await page.click('[data-testid=organisation-card] a >> nth=4');
      await shot(page, `organisation-${width}`);
      await page.goto(`${origin}/settings`);
      await page.waitForSelector('[data-testid=session-row]');
      await shot(page, `settings-${width}`);
      await page.context().close();
    }
  },
  async offline() {
    const page = await visitor({});
    await signIn(page);
    await page.click(`[data-id="${group.id}"]`);
    await page.waitForSelector('[data-testid=message]');
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.waitForTimeout(1800);
    await server.stop();
    await page.waitForSelector('[data-testid=net-state][data-state=reconnecting]');
    await shot(page, 'reconnecting-1280');
    for (const words of ['رسالة أولى دون اتصال', 'رسالة ثانية دون اتصال']) {
      await page.fill('[data-testid=composer]', words);
      await page.press('[data-testid=composer]', 'Enter');
    }
    await page.waitForSelector('[data-testid=net-state][data-state=offline]', { timeout: 15000 });
    await shot(page, 'offline-1280');
    await page.reload();
    await page.waitForSelector('[data-testid=message][data-state=sending]');
    await page.waitForSelector('[data-testid=net-state][data-state=offline]', { timeout: 15000 });
    await shot(page, 'offline-reload-1280');
    await server.listen(port);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.waitForSelector('[data-testid=net-state][data-state=back]', { timeout: 40000 });
    await shot(page, 'back-1280');
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=message][data-state=sending]').length === 0);
    const sent = group.messages.filter((m) => m.text.includes('دون اتصال')).map((m) => m.text);
    if (sent.join() !== 'رسالة أولى دون اتصال,رسالة ثانية دون اتصال') complaints.push(`after reconnecting: ${sent.join()}`);
    await page.context().close();
  },
  async live() {
    const expect = (holds, what) => holds || complaints.push(`live: ${what}`);
    const [a, b] = [await visitor({}), await visitor({ language: 'fr' })];
    await signIn(a);
    await b.goto(`${origin}/messages`);
    await b.waitForURL('**/sign-in');
    await b.fill('[name=email]', 'p3@exemple.tn');
    await b.fill('[name=password]', 'motdepasse');
    await b.press('[name=password]', 'Enter');
    await b.waitForURL('**/messages');
    const direct = server.world.direct('1', '3').id;
    for (const page of [a, b]) {
      await page.click(`[data-testid=conversation-row][data-id="${direct}"]`);
      await page.waitForSelector('[data-testid=message]');
    }
    await a.bringToFront();
    await a.type('[data-testid=composer]', 'سلام');
    await b.waitForSelector('.conv .typing__dots');
    await a.press('[data-testid=composer]', 'Shift+Enter');
    await a.type('[data-testid=composer]', 'سطر ثان');
    await a.press('[data-testid=composer]', 'Enter');
    await b.waitForSelector('[data-testid=message]:has-text("سطر ثان")');
    expect((await b.$('.conv .typing__dots')) === null, 'typing stops with the message');
    await b.fill('[data-testid=composer]', 'Bonjour');
    await b.click('[data-testid=send]');
    await a.waitForSelector('[data-testid=message][data-state=sent]:has-text("Bonjour")');
    expect((await a.$$('[data-testid=message]:has-text("سطر ثان")')).length === 1, 'a message is shown once');
    await a.waitForTimeout(700);
    const read = server.world.direct('1', '3').read.get('1');
    expect(read === server.world.head(2, direct), `the marker is at the newest: ${read}`);
    server.drop();
    server.world.say(server.world.direct('1', '3'), '3', 4242n, 'pendant la coupure');
    await a.waitForSelector('[data-testid=message]:has-text("pendant la coupure")', { timeout: 15000 });
    await a.fill('[data-testid=composer]', 'مسودة باقية');
    await a.goto(`${origin}/settings`);
    await a.click('[data-testid=language-fr]');
    await a.waitForSelector('h1:visible:has-text("Réglages")');
    expect((await a.getAttribute('html', 'dir')) === 'ltr', 'the direction follows the language');
    await a.goto(`${origin}/messages/${direct}`);
    await a.waitForSelector('[data-testid=composer]');
    expect((await a.inputValue('[data-testid=composer]')) === 'مسودة باقية', 'a draft is kept');
    const own = await a.context().cookies();
    server.endSession(own.find((c) => c.name === 'session').value);
    await a.waitForURL('**/sign-in');
    await shot(a, 'ended-1280');
    await b.goto(`${origin}/settings`);
    await b.click('[data-testid=sign-out]');
    await b.waitForURL('**/sign-in');
    const left = await b.evaluate(async () => [(await indexedDB.databases()).length, localStorage.getItem('wasl.me')]);
    expect(left[0] === 0 && left[1] === null, `signing out clears the device: ${left}`);
    await b.fill('[name=email]', 'p3@exemple.tn');
    await b.fill('[name=password]', 'motdepasse');
    await b.press('[name=password]', 'Enter');
    await b.goto(`${origin}/messages/999999`);
    await b.waitForSelector('.pane--main .empty');
    await shot(b, 'no-conversation');
    await a.context().close();
    await b.context().close();
  },
  async empty() {
    server.world.people.set('50', { id: '50', name: 'Nadia', email: 'p50@exemple.tn', language: 1, organisationId: '1' });
    const page = await visitor({});
    await page.goto(`${origin}/sign-in`);
    await page.fill('[name=email]', 'p50@exemple.tn');
    await page.fill('[name=password]', 'motdepasse');
    await page.click('[data-testid=sign-in-form] button.btn--primary');
    await page.waitForSelector('.empty:visible');
    await shot(page, 'empty-1280');
    await page.context().close();
  }
};

for (const name of process.argv.slice(3).length ? process.argv.slice(3) : Object.keys(scenes)) await scenes[name]();
await browser.close();
await server.stop();
console.log(`${shots} screens in ${folder}`);
for (const complaint of new Set(complaints)) console.log('!', complaint);
process.exit(0);
