import { m } from '$lib/i18n/messages.svelte';
import { localText } from '$lib/i18n/words.svelte';
import { attachmentsPreview } from '$lib/media/words.svelte';
import { noteText } from './groups/words.svelte';
import type { Conversation, Message, Person } from './model';
import { messaging } from './state.svelte';
import { plain } from './text/plain';

/** A name inside a sentence keeps its own direction. */
export const isolated = (name: string) => `\u2068${name}\u2069`;

export const nameIn = (person: Person | undefined): string => (person?.former ? m.former_member() : person?.name || m.unknown_person());

export const nameOf = (personId: string): string => nameIn(messaging.people[personId]);

export const otherOf = (conversation: Conversation): string =>
  conversation.memberIds.find((id) => id !== messaging.me) ?? messaging.me;

/** The one person whom it is with: of a direct conversation, and of one that the reader's organisation has with somebody. */
export const personOf = (c: Conversation): string => (c.inName ? c.creatorId : c.kind === 'direct' ? otherOf(c) : '');

/** A conversation with one person is named after them, or after the organisation. */
export const titleOf = (conversation: Conversation): string => {
  const person = personOf(conversation);
  if (person) return nameOf(person);
  return conversation.kind === 'organisation' ? localText(conversation.organisation) : conversation.title;
};

/** The mark belongs to the person, the organisation, or the group itself. */
export const markOf = (c: Conversation): string => personOf(c) || (c.kind === 'organisation' ? c.organisationId : c.id);
export const shapeOf = (c: Conversation) => (personOf(c) ? 'person' : c.kind === 'organisation' ? 'organisation' : 'group');

export function pictureOf(conversation: Conversation): string | undefined {
  const person = personOf(conversation);
  if (person) return messaging.people[person]?.picture;
  return conversation.picture === '0' ? undefined : conversation.picture;
}

/** At most three names, then how many more. */
export function namesOf(people: string[]): string {
  const shown = people.slice(0, 3).map((id) => isolated(nameOf(id)));
  if (people.length > 3) shown.push(`+${people.length - 3}`);
  return shown.join(m.list_separator());
}

const firstName = (name: string) => name.split(/\s+/u)[0] ?? name;

export function previewOf(conversation: Conversation, message: Message): string {
  if (message.note) return noteText(message, message.note);
  const said = plain(message.text).replace(/\s+/gu, ' ') || attachmentsPreview(message.content?.attachments ?? []);
  const shown = message.content?.poll ? m.poll_preview({ text: said }) : said;
  const text = message.deletedAt ? m.message_deleted() : shown;
  if (message.authorId === messaging.me) return m.own_preview({ text });
  return message.authorId !== personOf(conversation) ? m.author_preview({ name: isolated(firstName(nameOf(message.authorId))), text }) : text;
}
