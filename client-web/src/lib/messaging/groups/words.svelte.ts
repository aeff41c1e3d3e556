import { m } from '$lib/i18n/messages.svelte';
import { preferences } from '$lib/i18n/preferences.svelte';
import type { Message } from '../model';
import { isolated, nameOf } from '../words.svelte';
import type { Note, Role } from './model';

const named = 3;

/** "Amel, Skander and 4 others". */
function peopleOf(note: Note): string {
  const names = note.personIds.slice(0, named).map((id) => isolated(nameOf(id)));
  const others = Math.max(note.count, note.personIds.length) - names.length;
  if (others > 0) names.push(m.other_people({ count: others }));
  return new Intl.ListFormat(preferences.language).format(names);
}

type Other = (code: number | undefined, name: string, people: string) => string | undefined;
let other = $state.raw<Other>();

/** What notes of other kinds say; from what loads later. */
export const knowNotes = (words: Other) => (other = words);

/** What happened, as one sentence. */
export function noteText(message: Pick<Message, 'authorId'>, note: Note): string {
  const name = isolated(nameOf(message.authorId));
  switch (note.kind) {
    case 'renamed':
      return m.note_renamed({ name, title: isolated(note.title) });
    case 'described':
      return m.note_described({ name });
    case 'pictured':
      return m.note_pictured({ name });
    case 'added':
      return m.note_added({ name, people: peopleOf(note) });
    case 'removed':
      return m.note_removed({ name, people: peopleOf(note) });
    case 'left':
      return m.note_left({ name });
    case 'joined':
      return m.note_joined({ people: peopleOf(note) });
    case 'owner':
      return m.note_owner({ people: peopleOf(note) });
    case 'other':
      return other?.(note.code, name, peopleOf(note)) ?? m.note_other({ name });
  }
}

export const roleName = (role: Role): string => (role === 'owner' ? m.group_owner() : role === 'administrator' ? m.group_administrator() : '');
