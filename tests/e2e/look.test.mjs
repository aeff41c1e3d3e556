// Every page in every language, light and dark, on a phone and on a desk: what a reader and a screen reader get.
// With WASL_TEST_SHOTS=folder each is photographed.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { byId, catalogues, launch, visit } from './support/browser.mjs';
import { people, Stack, until } from './support/stack.mjs';

const timeout = 240_000;
const shots = process.env.WASL_TEST_SHOTS;
const sizes = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
  { width: 320, height: 640 }
];
const languages = [
  { language: 'ar', direction: 'rtl', person: people.amel },
  { language: 'fr', direction: 'ltr', person: people.youssef },
  { language: 'en', direction: 'ltr', person: people.hodan }
];

/** The forms that a message of a catalogue can take; its open places are `{name}`. */
const formsOf = (entry) => (typeof entry === 'string' ? [entry] : entry.flatMap((one) => Object.values(one.match)));
const keys = Object.keys(catalogues.ar).filter((key) => key !== '$schema');

describe('catalogues', () => {
  for (const { language } of languages) {
    it(`${language} has every message, with the same open places`, () => {
      const places = (entry) => new Set(formsOf(entry).join(' ').match(/\{\w+\}/g) ?? []);
      assert.deepEqual(Object.keys(catalogues[language]), Object.keys(catalogues.ar));
      for (const key of keys) {
        assert.ok(formsOf(catalogues[language][key]).every((text) => text.trim()), key);
        assert.deepEqual(places(catalogues[language][key]), places(catalogues.ar[key]), key);
      }
    });
  }
});

/** In the page: the program's own words, shown or said; what people wrote is left out. */
function ownWords() {
  const theirs = 'bdi, .user-text, textarea, [dir=auto], script, style, svg.wordmark, time, option[value]:not([value=""])';
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim();
    if (text && !node.parentElement.closest(theirs) && node.parentElement.checkVisibility()) words.push(text);
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    if (!element.checkVisibility() || element.closest('bdi, .user-text')) continue;
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) if (element.getAttribute(name)?.trim()) words.push(element.getAttribute(name).trim());
  }
  return [document.title, ...words];
}

const quoted = (text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
const languageNames = [...new Set(['language_ar', 'language_fr', 'language_en'].map((key) => catalogues.ar[key])), 'EN'];

/** Names that stay in Latin letters in Arabic too, and a person's name before the time of a message. */
const mayBeLatin = [/Wasl/, /، \d\d:\d\d$/, ...languageNames.map((name) => new RegExp(`^${name}$`))];

/** Sentences of the page that are of another language's catalogue and not of this one's. */
function foreign(words, language) {
  const patterns = (which) =>
    keys.flatMap((key) => formsOf(catalogues[which][key])).map((form) => new RegExp(`^${quoted(form).replace(/\{\w+\}/g, '.*')}$`, 'su'));
  const specific = (pattern) => /\p{L}{3}/u.test(pattern.source.replace(/\.\*/g, ''));
  const own = patterns(language);
  const others = Object.keys(catalogues).filter((l) => l !== language).flatMap(patterns).filter(specific);
  return words.filter((text) => !languageNames.includes(text) && !own.some((p) => p.test(text)) && others.some((p) => p.test(text)));
}

async function checkTree(visitor, what) {
  const session = await visitor.context.newCDPSession(visitor.page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const shown = nodes.filter((node) => !node.ignored);
  const roleOf = (node) => node.role?.value;
  const property = (node, name) => node.properties?.find((p) => p.name === name)?.value.value;
  const titles = shown.filter((node) => roleOf(node) === 'heading' && property(node, 'level') === 1).map((node) => node.name?.value);
  assert.equal(titles.length, 1, `${what}: one first heading, not ${JSON.stringify(titles)}`);
  const controls = ['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox', 'switch', 'radio', 'menuitem', 'image', 'img', 'dialog'];
  const nameless = shown.filter((node) => controls.includes(roleOf(node)) && !node.name?.value?.trim()).map(roleOf);
  assert.deepEqual(nameless, [], `${what}: everything to press or fill has a name`);
}

async function checkWords(visitor, what) {
  const words = await visitor.page.evaluate(ownWords);
  assert.ok(words.length > 5, `${what}: has words`);
  const raw = words.filter((text) => keys.includes(text) && text.includes('_'));
  assert.deepEqual(raw, [], `${what}: no key instead of words`);
  assert.deepEqual(words.filter((text) => /undefined|NaN|\[object|Invalid Date|\{\w+\}/.test(text)), [], `${what}: nothing is broken`);
  assert.deepEqual(foreign(words, visitor.language), [], `${what}: one language`);
  if (visitor.language !== 'ar') return;
  const latin = words.filter((text) => /[A-Za-z]{2}/.test(text) && !/\p{Script=Arabic}/u.test(text) && !mayBeLatin.some((p) => p.test(text)));
  assert.deepEqual(latin, [], `${what}: only Arabic`);
}

async function checkWidths(visitor, what) {
  const { page } = visitor;
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const name = `${what}-${size.width}-${colorScheme}`;
      const { scroll, client, dark } = await page.evaluate(() => {
        const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
        const { scrollWidth, clientWidth } = document.scrollingElement;
        return { scroll: scrollWidth, client: clientWidth, dark: r + g + b < 384 };
      });
      assert.ok(scroll <= client, `${name}: ${scroll} px wide in ${client}`);
      assert.equal(dark, colorScheme === 'dark', `${name}: in the colours that were asked for`);
      if (shots && size.width !== 320) await page.screenshot({ path: join(shots, `${name}.png`) });
    }
    await checkTree(visitor, `${what}-${size.width}`);
  }
  await page.setViewportSize(sizes[0]);
}

describe('looks', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    if (shots) mkdirSync(shots, { recursive: true });
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  for (const { language, direction, person } of languages) {
    it(`every page in ${language}`, { timeout }, () =>
      visit(browser, stack, [{ language }], async (visitor) => {
        const { page } = visitor;
        const failures = [];
        const look = async (name) => {
          const what = `${language}-${name}`;
          await until(() => page.evaluate(() => document.fonts.status === 'loaded' && !document.querySelector('.sk')), `${what} has loaded`);
          const html = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
          for (const check of [() => assert.deepEqual(html, [language, direction], what), () => checkWords(visitor, what), () => checkWidths(visitor, what)]) {
            try {
              await check();
            } catch (error) {
              failures.push(error.message);
            }
          }
          await page.setViewportSize(sizes[0]);
        };

        for (const gate of ['sign-up', 'forgot', 'reset#token=x', 'confirm', 'sign-in']) {
          await page.goto(`/${gate}`);
          await page.locator('main h1').first().waitFor();
          await look(gate.replace(/\W.*/, ''));
        }
        await visitor.fillSignIn(person);
        await page.waitForURL('**/messages');
        await visitor.locator(byId('conversation-row')).first().waitFor();
        if ((await page.getAttribute('html', 'lang')) !== language) {
          await page.goto('/settings');
          await visitor.locator(byId(`language-${language}`)).click();
          await page.goto('/messages');
          await visitor.locator(byId('conversation-row')).first().waitFor();
        }
        await visitor.online();
        await look('list');

        for (const kind of ['group', 'direct']) {
          await page.getByRole('button', { name: visitor.say(kind === 'group' ? 'filter_groups' : 'filter_direct'), exact: true }).click();
          await visitor.locator(byId('conversation-row')).first().click();
          await visitor.locator(byId('message')).first().waitFor();
          await look(kind);
        }
        await page.goto('/messages/new');
        await visitor.locator(byId('person-result')).first().waitFor();
        await look('new');
        for (const i of [0, 1]) await visitor.locator(byId('person-result')).nth(i).click();
        await visitor.locator(byId('group-title')).waitFor();
        await look('new-group');
        await page.goto('/home');
        await visitor.locator(byId('home-newest')).waitFor();
        await look('home');
        await page.goto('/welcome');
        await visitor.locator(`${byId('interests-sectors')} .chip`).first().waitFor();
        await look('welcome');
        await page.goto('/directory');
        await visitor.locator(byId('organisation-card')).first().waitFor();
        await look('directory');
        await page.goto('/directory?layer=interventions');
        await visitor.locator(byId('intervention')).first().waitFor();
        await look('interventions');
        await page.goto('/directory');
        await visitor.locator(byId('organisation-card')).first().waitFor();
        await visitor.locator(`${byId('organisation-card')} a`).first().click();
        await page.waitForURL(/\/directory\/\d+/);
        await page.locator('.org__name').waitFor();
        await look('organisation');
        for (const [path, shown] of [['', byId('specialist')], ['/ask', byId('ask-send')], ['/offer', byId('offer-send')], ['/questions', '.empty, .chips']]) {
          await page.goto(`/specialists${path}`);
          await visitor.locator(shown).first().waitFor();
          await look(`specialists${path.replace('/', '-')}`);
        }
        await page.goto('/settings');
        await visitor.locator(byId('session-row')).first().waitFor();
        await look('settings');
        assert.equal(failures.length, 0, `\n${failures.join('\n')}`);
      })
    );
  }
});
