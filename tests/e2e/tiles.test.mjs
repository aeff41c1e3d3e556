// With a server of map tiles the maps show its images, and say whose they are; from elsewhere the page still shows nothing.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const credit = '© Cartographes de l’essai';
const tile = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP4/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==', 'base64');

describe('map tiles', { timeout: 600_000 }, () => {
  let stack, browser, tiles;
  const asked = [];
  before(async () => {
    tiles = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(200, { 'Content-Type': 'image/png' }).end(tile);
    }).listen(0, '127.0.0.1');
    await once(tiles, 'listening');
    const origin = `http://127.0.0.1:${tiles.address().port}`;
    stack = await Stack.start({ settings: { WASL_MAP_TILES: `${origin}/t/{z}/{x}/{y}.png`, WASL_MAP_ATTRIBUTION: credit, WASL_MAP_MAX_ZOOM: '14' } });
    stack.tiles = origin;
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
    tiles?.close();
  });

  it('stand under the bubbles, with their owner’s name', { timeout }, () =>
    visit(browser, stack, [{ language: 'fr' }, { language: 'ar', width: 360, height: 740 }], async (robleh, najla) => {
      await Promise.all([robleh.signIn(people.robleh), najla.signIn(people.najla)]);
      await robleh.page.goto('/directory');
      await robleh.locator('.map__bubble').first().waitFor();
      await robleh.page.getByText(credit).waitFor();
      await until(() => robleh.page.evaluate(() => document.querySelector('.leaflet-tile-loaded')?.naturalWidth === 1), 'a tile is shown');
      assert.match(asked[0], /^\/t\/\d+\/\d+\/\d+\.png$/);
      await inspect(robleh, 'map-tiles', { asIs: true });
      await najla.page.goto('/directory?map');
      await najla.page.getByText(credit).waitFor();
      await inspect(najla, 'map-tiles', { asIs: true });
    })
  );

  it('are all that the page’s policy allows beside its own', { timeout }, async () => {
    const response = await fetch(`${stack.origin}/directory`);
    const policy = response.headers.get('content-security-policy');
    const images = /img-src ([^;]*)/.exec(policy)[1].split(' ').sort();
    assert.deepEqual(images, ["'self'", 'blob:', 'data:', stack.tiles].sort());
    assert.ok((await response.text()).includes(`img-src ${stack.tiles} `), 'the page says so, too');
  });

  it('named badly, keep the server from starting', { timeout }, () => {
    const refused = () => {
      try {
        stack.wasl(['config']);
      } catch (error) {
        return String(error.stderr);
      }
      return '';
    };
    const before = { ...stack.env };
    for (const [key, value] of [['WASL_MAP_TILES', 'tiles.example'], ['WASL_MAP_TILES', 'https://t.example/{z}/{x}/{y}; script-src *'], ['WASL_MAP_ATTRIBUTION', ''], ['WASL_MAP_MAX_ZOOM', '40']]) {
      stack.env = { ...before, [key]: value };
      assert.match(refused(), new RegExp(key.slice(5).toLowerCase()), `${key}=${value}`);
    }
    stack.env = before;
  });
});
