// A page that nobody touches asks the server nothing: lines are poor, and data cost money.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { newVerifier } from './support/verification.mjs';
import { Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const pages = [
  '/home', '/messages/new', '/directory', '/directory?layer=interventions', '/directory/1', '/directory/1/people', '/verify', '/verify/offers', '/team', '/team/people',
  '/team/organisations', '/team/audit', '/imports', '/specialists', '/specialists/questions', '/settings', '/search?q=a'
];
/** Of a list that looks again twice a minute, and of the line that asks whether it lives. */
const mostAsked = 2;

describe('quiet', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('every page is, once it is there', { timeout }, () => {
    const person = newVerifier(stack, 'Rim Trabelsi', 'fr');
    stack.sql(stack.database, `insert into platform_roles (person_id, role) select id, 'administrator' from people where email_key = '${person}'`);
    return visit(browser, stack, [{ language: 'fr' }], async (visitor) => {
      await visitor.signIn(person);
      const asked = new Map(pages.map((path) => [path, 0]));
      const count = (path) => asked.set(path, asked.get(path) + 1);
      const look = async (path) => {
        const page = await visitor.open();
        page.on('websocket', (socket) => socket.on('framesent', () => count(path)));
        page.on('request', (request) => request.method() === 'POST' && count(path));
        await page.goto(path);
        await page.locator(byId('net-state')).waitFor({ state: 'attached' });
        await until(() => page.evaluate(() => document.fonts.status === 'loaded' && !document.querySelector('.sk')), `${path} has loaded`);
        await page.waitForTimeout(3000); // what is loaded behind it
        asked.set(path, 0);
        await page.waitForTimeout(3000);
        await page.close();
      };
      for (let at = 0; at < pages.length; at += 6) await Promise.all(pages.slice(at, at + 6).map(look));
      assert.deepEqual([...asked].filter(([, times]) => times > mostAsked), [], 'these pages ask and ask');
    });
  });
});
