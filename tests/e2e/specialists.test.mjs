// Somebody offers help, a verifier accepts it; a question is taken, answered, handed on, done and thanked for.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byId, launch, visit } from './support/browser.mjs';
import { inspect } from './support/inspect.mjs';
import { idOf, newcomer } from './support/newcomers.mjs';
import { shots } from './support/shots.mjs';
import { people, Stack } from './support/stack.mjs';
import { newVerifier } from './support/verification.mjs';

const timeout = 240_000;
const health = { ar: 'الصحة', fr: 'Santé', en: 'Health' };

/** By SQL: accepted already. */
function specialist(stack, name, language = 'fr') {
  const email = newcomer(stack, name, language);
  stack.sql(
    stack.database,
    `insert into specialist_offers (person_id, state, profile_fr, profile_ar, sectors, places, languages, availability, at_once)
     values (${idOf(stack, email)}, 'accepted', 'Infirmière, vingt ans en zone rurale.', 'ممرضة، عشرون سنة في المناطق الريفية.', '{health,women}', '{TN-81}', '{ar,fr}', 'open', 3)`
  );
  return email;
}

const bar = (visitor, state) => visitor.locator(`${byId('question-bar')}[data-state="${state}"]`);
const card = (visitor, id) => visitor.locator(`${byId('question')}[data-id="${id}"]`);

describe('specialists', { timeout: 600_000 }, () => {
  let stack, browser;
  before(async () => {
    stack = await Stack.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });

  it('offer help, which a verifier returns and then accepts', { timeout }, () => {
    const check = newVerifier(stack, 'Rim Trabelsi', 'fr');
    return visit(browser, stack, [{ language: 'ar', width: 360, height: 740 }, { language: 'fr' }], async (helper, verifier) => {
      await Promise.all([helper.signIn(newcomer(stack, 'ليلى بن سالم', 'ar')), verifier.signIn(check)]);
      await helper.page.goto('/specialists?sector=health');
      await helper.locator('.empty').waitFor();
      await inspect(helper, 'specialists-none');
      await helper.locator(byId('to-offer')).click();
      await helper.locator(byId('offer-send')).click();
      await helper.locator('[data-field=profile] .field__error').waitFor();
      await helper.locator('[data-field=profile] textarea').fill('طبيبة في الصحة العامة، أساعد الجمعيات على تنظيم قوافل صحية.');
      await helper.locator('[data-field=sectors]').getByRole('button', { name: health.ar, exact: true }).click();
      await helper.locator('[data-field=places] select').selectOption('TN');
      await inspect(helper, 'offer-form');
      await helper.locator(byId('offer-send')).click();
      await helper.locator(byId('offer-state')).getByText(helper.say('offer_waits')).waitFor();

      await verifier.page.goto('/verify');
      await verifier.locator(byId('to-offers')).locator('.count').getByText('1').waitFor();
      await verifier.locator(byId('to-offers')).click();
      const waiting = verifier.locator(byId('waiting-offer'));
      await waiting.waitFor();
      await inspect(verifier, 'offers');
      await waiting.locator(byId('offer-return')).click();
      await waiting.locator('textarea').fill('Dites dans quelles régions vous êtes déjà intervenue.');
      await waiting.locator(byId('offer-return-send')).click();
      await waiting.waitFor({ state: 'detached' });
      await helper.locator(byId('offer-reason')).getByText('Dites dans quelles régions').waitFor();
      await inspect(helper, 'offer-returned');
      await helper.locator('[data-field=profile] textarea').fill('طبيبة في الصحة العامة، عملت في قابس وقفصة وأساعد الجمعيات على تنظيم قوافل صحية.');
      await helper.locator(byId('offer-send')).click();
      await helper.locator(byId('offer-state')).getByText(helper.say('offer_waits')).waitFor();

      await verifier.page.reload();
      await waiting.locator(byId('offer-accept')).click();
      await waiting.waitFor({ state: 'detached' });
      await helper.locator(byId('offer-state')).getByText(helper.say('offer_accepted')).waitFor();
      await verifier.page.goto('/directory');
      await verifier.locator(byId('specialists')).click();
      await verifier.locator(byId('specialist')).filter({ hasText: 'ليلى' }).waitFor();
    });
  });

  it('take a question, answer, hand it on; who asked closes it and says thank you', { timeout }, () => {
    const first = specialist(stack, 'Amina Gharbi'), second = specialist(stack, 'سلوى بن عمر', 'ar');
    return visit(browser, stack, [{ language: 'fr', width: 360, height: 740 }, { language: 'fr' }, { language: 'ar', width: 360, height: 740 }], async (asker, amina, salwa) => {
      await Promise.all([asker.signIn(people.youssef), amina.signIn(first), salwa.signIn(second)]);
      await amina.page.goto('/specialists/questions');
      await amina.locator('.empty').waitFor();
      await asker.page.goto('/specialists?sector=health');
      await asker.locator(byId('specialist')).first().waitFor();
      await inspect(asker, 'specialists');
      await asker.locator(byId('ask')).click();
      assert.equal(await asker.locator(byId('ask-sector')).inputValue(), 'health', 'the filter goes with the reader');
      await asker.locator(byId('ask-send')).click();
      await asker.locator('#ask-text-error').waitFor();
      await asker.locator(byId('ask-region')).selectOption('TN-81');
      await asker.locator(byId('ask-text')).fill('Comment organiser une caravane de santé à Gabès ? Faut-il une autorisation ?');
      await inspect(asker, 'ask');
      await asker.locator(byId('ask-send')).click();
      await asker.page.waitForURL(/\/messages\/\d+$/);
      const id = asker.page.url().split('/').at(-1);
      await bar(asker, 'waiting').waitFor();
      await inspect(asker, 'question-waiting');

      await card(amina, id).waitFor(); // live: it is offered to her
      await inspect(amina, 'questions');
      await salwa.page.goto('/specialists/questions');
      await card(salwa, id).waitFor();
      await inspect(salwa, 'questions');
      await card(amina, id).locator(byId('question-take')).click();
      await amina.page.waitForURL(new RegExp(`/messages/${id}$`));
      await card(salwa, id).waitFor({ state: 'detached' });
      await bar(asker, 'taken').getByText('Amina Gharbi').waitFor();
      await amina.send('Oui, auprès de la direction régionale de la santé.');
      await asker.message('Oui, auprès de la direction régionale de la santé.').waitFor();
      await asker.locator('#main').getByText(/Amina Gharbi.*répond à cette question/u).waitFor();
      await shots(amina, 'question-taken');

      await amina.locator(byId('question-hand-on')).click();
      await amina.locator(byId('hand-on-to')).filter({ hasText: 'سلوى' }).click();
      await amina.locator(byId('hand-on-note')).fill('Elle connaît mieux la procédure à Gabès que moi.');
      await inspect(amina, 'question-hand-on', { asIs: true });
      await amina.locator(byId('hand-on-send')).click();
      await amina.page.waitForURL('**/specialists/questions');
      await bar(asker, 'taken').getByText('سلوى').waitFor();
      await salwa.locator(byId('questions-mine')).click();
      await card(salwa, id).getByText('Elle connaît mieux').waitFor();
      await inspect(salwa, 'questions-mine');
      await card(salwa, id).locator('a').click();
      await salwa.locator(byId('question-note')).waitFor();
      await inspect(salwa, 'question-answering');
      assert.equal(await asker.locator(byId('question-note')).count(), 0, 'the note is between the two');
      await salwa.send('سأرسل لكم نموذج الطلب.');
      await asker.message('سأرسل لكم نموذج الطلب.').waitFor();

      await asker.locator(byId('question-close')).click();
      await bar(asker, 'done').waitFor();
      await asker.locator(byId('composer')).waitFor({ state: 'detached' }); // it is done
      await asker.locator(byId('question-thank')).click();
      await asker.locator(byId('thank-text')).fill('Merci à vous deux !');
      await inspect(asker, 'question-thank', { asIs: true });
      await asker.locator(byId('thank-send')).click();
      await salwa.locator(byId('question-thanks')).getByText('Merci à vous deux !').waitFor();
      await inspect(asker, 'question-done');
      await shots(salwa, 'question-thanked');

      await asker.locator(byId('question-reopen')).click();
      await bar(asker, 'taken').waitFor();
      await asker.send('Une dernière chose : combien de temps ?');
      await salwa.message('Une dernière chose : combien de temps ?').waitFor();
      await salwa.locator(byId('question-close')).click();
      await bar(asker, 'done').waitFor();
      await asker.page.goto('/specialists?sector=health');
      await asker.locator(byId('specialist')).filter({ hasText: 'سلوى' }).getByText(asker.say('help_thanks', { count: 1 })).waitFor();
      await inspect(asker, 'specialists-help');
    });
  });

  it('see a question go that somebody else has taken', { timeout }, () => {
    const first = specialist(stack, 'Nadia'), second = specialist(stack, 'Karim');
    return visit(browser, stack, [{ language: 'fr' }, { language: 'fr' }], async (one, two) => {
      await Promise.all([one.signIn(first), two.signIn(second)]);
      const token = await stack.token(people.hodan);
      const asked = await stack.call('wasl.messaging.v1.QuestionService/AskSpecialist', { clientId: '7', sector: 'health', language: 'fr', text: 'Une question' }, token);
      const { conversationId } = asked.question;
      await one.page.goto('/specialists/questions');
      await card(one, conversationId).waitFor();
      const rival = await stack.token(second);
      await stack.call('wasl.messaging.v1.QuestionService/TakeQuestion', { conversationId }, rival);
      await card(one, conversationId).waitFor({ state: 'detached' });
      await two.page.goto(`/messages/${conversationId}`);
      await bar(two, 'taken').getByText(two.say('question_you_answer')).waitFor();
      await one.page.goto(`/messages/${conversationId}`);
      await one.locator('#main').getByText(one.say('conversation_missing_title')).waitFor();
    });
  });
});
