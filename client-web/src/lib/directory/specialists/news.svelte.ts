import { SpecialistEventType } from '$lib/gen/wasl/directory/v1/specialists_pb';
import { QuestionEventType } from '$lib/gen/wasl/messaging/v1/questions_pb';

let offers = $state(0);
let questions = $state(0);

/** What shows the reader's offer, or the questions before them, reads the number in its effect: it grows with what changes. */
export const helpNews = {
  get offers() {
    return offers;
  },
  get questions() {
    return questions;
  },
  heard(type: number): void {
    if (type === SpecialistEventType.EVENT_OFFER_CHANGED) offers += 1;
    if (type === QuestionEventType.EVENT_QUESTION_OFFERED) questions += 1;
  },
  /** The line was lost and is open again: something may have been missed. */
  hello(): void {
    offers += 1;
    questions += 1;
  }
};
