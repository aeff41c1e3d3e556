import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';

knowReasons({
  'questions.bad_sector': m.error_questions_sector,
  'questions.bad_language': m.error_questions_language,
  'questions.too_many': m.error_questions_many,
  'questions.too_many_today': m.error_questions_today,
  'questions.taken': m.error_questions_taken,
  'questions.done': m.error_questions_done,
  'questions.no_specialist': m.error_questions_specialist,
  'questions.thanked': m.error_questions_thanked,
  'questions.apart': m.error_questions_apart
});
