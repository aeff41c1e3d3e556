import { Note_Kind } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { m } from '$lib/i18n/messages.svelte';
import { knowNotes } from '../groups/words.svelte';

// What became of questions. Comes behind the list: the first screens do without.
knowNotes((kind, name, people) => {
  if (kind === Note_Kind.TAKEN) return m.note_taken({ name });
  if (kind === Note_Kind.RETURNED) return m.note_returned({ name });
  if (kind === Note_Kind.HANDED_ON) return m.note_handed_on({ name, people });
  if (kind === Note_Kind.DONE) return m.note_done({ name });
  if (kind === Note_Kind.REOPENED) return m.note_reopened({ name });
  if (kind === Note_Kind.THANKED) return m.note_thanked({ name, people });
  return undefined;
});
