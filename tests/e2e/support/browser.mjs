// People in front of a browser: each `Visitor` is a browser of their own (a context) with one page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Line, password, patienceMs, until } from './stack.mjs';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const { chromium } = createRequire(join(root, 'client-web/package.json'))('playwright-core');

export const catalogues = Object.fromEntries(
  ['ar', 'fr', 'en'].map((language) => [language, JSON.parse(readFileSync(join(root, `client-web/messages/${language}.json`), 'utf8'))])
);

/** The words of a language: `say('ar', 'members_count', { count: 2 })`. */
export function say(language, key, inputs = {}) {
  const entry = catalogues[language][key];
  if (entry === undefined) throw new Error(`no message ${key} in ${language}`);
  const form = () => entry[0].match[`countPlural=${new Intl.PluralRules(language).select(inputs.count)}`];
  const pattern = typeof entry === 'string' ? entry : (form() ?? entry[0].match['countPlural=other']);
  return pattern.replace(/\{(\w+)\}/g, (_, name) => inputs[name]);
}

/** What Chromium itself says when a server is away. */
export const serverAway = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED|ERR_INTERNET_DISCONNECTED|WebSocket connection to/;
const unauthorized = /status of 401|Unexpected response code: 401/;

export const launch = (more = []) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run', ...more]
  });

/** In the page. Of a long conversation only a part is drawn: the rest is seen by scrolling, as by a person. */
async function readLog() {
  const log = document.querySelector('.log');
  const found = new Map();
  const gather = () => {
    for (const element of document.querySelectorAll('[data-testid="message"]')) {
      const body = element.querySelector('.user-text')?.cloneNode(true);
      body?.querySelector('.msg__foot')?.remove();
      const { offset, state, clientId } = element.dataset;
      found.set(clientId, { offset: Number(offset), text: body?.textContent ?? '', state });
    }
  };
  const whole = () => [...document.querySelectorAll('.log__space')].every((space) => space.clientHeight === 0);
  if (!log || whole()) {
    gather();
    return [...found.values()];
  }
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const fromEnd = log.scrollHeight - log.scrollTop;
  for (log.scrollTop = 0; ; log.scrollTop += log.clientHeight / 2) {
    await drawn();
    gather();
    if (log.scrollHeight - log.scrollTop - log.clientHeight < 2) break;
  }
  log.scrollTop = log.scrollHeight - fromEnd;
  await drawn();
  return [...found.values()];
}

export const byId = (name) => `[data-testid="${name}"]`;

export class Visitor {
  /** `ownLine`: a line to the server that can be lost, see `loseLine`. */
  static async arrive(browser, stack, { language = 'ar', width = 1280, height = 800, expect = [], ownLine = false, ...options } = {}) {
    const line = ownLine ? await Line.lay(stack.port) : undefined;
    const context = await browser.newContext({ baseURL: line?.origin ?? stack.origin, locale: language, viewport: { width, height }, ...options });
    context.setDefaultTimeout(patienceMs);
    const visitor = new Visitor();
    Object.assign(visitor, { stack, context, line, language, complaints: [], expected: [unauthorized, ...expect] });
    await context.addInitScript(() =>
      addEventListener('securitypolicyviolation', (e) => console.error(`CSP ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))
    );
    visitor.page = await visitor.open();
    return visitor;
  }

  /** Another tab of the same browser. */
  async open() {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.complaints.push(String(error.stack ?? error)));
    page.on('console', (message) => {
      const text = `${message.text()} (${message.location().url ?? ''})`;
      if (message.type() === 'error' && !this.expected.some((e) => e.test(text))) this.complaints.push(text);
    });
    page.on('crash', () => this.complaints.push('the page crashed'));
    return page;
  }

  say(key, inputs) {
    return say(this.language, key, inputs);
  }

  locator(selector, options) {
    return this.page.locator(selector, options);
  }

  async fillSignIn(email, secret = password) {
    const form = this.locator(byId('sign-in-form'));
    await form.locator('[name=email]').fill(email);
    await form.locator('[name=password]').fill(secret);
    await form.locator('button:not([type=button])').click();
  }

  /** Ends on the list of conversations, with the line open. */
  async signIn(email, secret = password) {
    await this.page.goto('/sign-in');
    await this.fillSignIn(email, secret);
    await this.page.waitForURL('**/messages');
    await this.online();
  }

  row(id) {
    return this.locator(`${byId('conversation-row')}[data-id="${id}"]`);
  }

  async openConversation(id) {
    await this.row(id).click();
    await this.locator(byId('composer')).waitFor();
  }

  /** Types as a person does, and sees the message stand there, whatever its state. */
  async send(text) {
    const composer = this.locator(byId('composer'));
    await composer.fill(text);
    await composer.press('Enter');
    await this.message(text).waitFor({ state: 'attached' });
  }

  /** The message that says exactly this; its time follows the text. */
  message(text) {
    const quoted = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const exact = new RegExp(`^\\s*${quoted}\\s*(${this.say('edited')})?\\s*\\d\\d:\\d\\d`, 'u');
    return this.locator(byId('message')).filter({ has: this.locator('.user-text', { hasText: exact }) });
  }

  /** What the page shows of the opened conversation, from top to bottom; it scrolls through what is not drawn. */
  messages() {
    return this.page.evaluate(readLog);
  }

  async netState() {
    return this.locator(byId('net-state')).getAttribute('data-state');
  }

  async online() {
    await this.locator(`${byId('net-state')}[data-state="online"], ${byId('net-state')}[data-state="back"]`).waitFor({ state: 'attached' });
  }

  /** The program is kept on the device: from now on a reload needs no server. */
  async kept() {
    await until(() => this.page.evaluate(() => navigator.serviceWorker.controller?.state === 'activated'), 'the service worker is in charge');
  }

  /** Out of reach of any network: the open connection hangs, and new ones fail. */
  async loseLine() {
    this.line.silence();
    await this.context.setOffline(true);
    await this.locator(`${byId('net-state')}[data-state=offline]`).waitFor({ state: 'attached' });
  }

  async findLine() {
    this.line.mend();
    await this.context.setOffline(false);
  }

  /** What the page shows, in a few words, for who reads about a failure. */
  glance() {
    const glance = this.page.evaluate(() => ({
      line: document.querySelector('[data-testid="net-state"]')?.dataset.state,
      fonts: document.fonts.status,
      loading: document.querySelectorAll('.sk').length,
      text: document.body.innerText.replace(/\s+/g, ' ').slice(0, 300)
    }));
    const late = new Promise((resolve) => setTimeout(resolve, 3000, 'the page does not answer'));
    return Promise.race([glance, late]).catch((error) => String(error));
  }

  clean() {
    assert.deepEqual(this.complaints, [], 'the browser complained');
  }

  async leave() {
    await this.context.close();
    this.line?.close();
  }
}

/** `test` functions that get visitors, and see to it that nobody complained. */
export async function visit(browser, stack, settings, run) {
  const visitors = [];
  try {
    for (const options of settings) visitors.push(await Visitor.arrive(browser, stack, options));
    await run(...visitors);
    visitors.forEach((v) => v.clean());
  } catch (error) {
    console.error(stack.tail(15), stack.strain());
    for (const [i, v] of visitors.entries()) {
      console.error(`visitor ${i} at ${v.page.url()}`, v.complaints, await v.glance());
      if (process.env.WASL_TEST_SHOTS) await v.page.screenshot({ path: join(process.env.WASL_TEST_SHOTS, `failed-${Date.now()}-${i}.png`) }).catch(() => undefined);
    }
    throw error;
  } finally {
    await Promise.all(visitors.map((v) => v.leave()));
  }
}
