import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { people, Stack } from './support/stack.mjs';

const timeout = 240_000;

describe('my data', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('is prepared in the background and downloaded, of everything or of one conversation', { timeout }, () =>
    visit(browser, stack, [{ language: 'ar', width: 360, height: 740 }], async (amel) => {
      await amel.signIn(people.amel);
      await amel.page.goto('/settings');
      await amel.locator(byId('export-everything')).click();
      const download = amel.locator(byId('archive-download'));
      await download.waitFor();
      const [file] = await Promise.all([amel.page.waitForEvent('download'), download.click()]);
      assert.match(file.suggestedFilename(), /^wasl-\d+\.zip$/);
      assert.equal(await file.failure(), null);

      await amel.page.goto('/messages');
      await amel.locator(byId('conversation-row')).first().click();
      await amel.locator(byId('details')).click();
      await amel.locator(byId('export-conversation')).click();
      await amel.page.waitForURL('**/settings*');
      await amel.locator(`${byId('archive')}[data-state=ready]`).nth(1).waitFor();
    })
  );
});
