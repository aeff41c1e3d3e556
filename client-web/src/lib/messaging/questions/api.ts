import { QuestionFilter, QuestionService } from '$lib/gen/wasl/messaging/v1/questions_pb';
import { line } from '$lib/wire/line';
import { toConversation, toPerson } from '../model';
import { toEntry, toHelp, toQuestion, type Filter, type Help, type Question } from './model';

const { method } = QuestionService;

const wireFilters: Record<Filter, QuestionFilter> = {
  waiting: QuestionFilter.QUESTIONS_WAITING,
  mine: QuestionFilter.QUESTIONS_MINE,
  done: QuestionFilter.QUESTIONS_DONE
};

export interface Asked {
  sector: string;
  region: string;
  language: string;
  text: string;
}

/** A retry with the same id asks nothing more. */
export async function askSpecialist(clientId: string, asked: Asked) {
  const { conversation, people } = await line.call(method.askSpecialist, { ...asked, clientId: BigInt(clientId) });
  return { conversation: conversation && toConversation(conversation), people: people.map(toPerson) };
}

export async function listQuestions(filter: Filter, cursor = '', limit = 30) {
  const page = await line.call(method.listQuestions, { filter: wireFilters[filter], cursor, limit });
  return {
    entries: page.entries.map(toEntry).filter((e) => e !== undefined),
    people: page.people.map(toPerson),
    nextCursor: page.nextCursor,
    counts: { waiting: page.waitingCount, mine: page.mineCount },
    answers: page.answers
  };
}

export async function getQuestion(conversationId: string) {
  const { entry, people } = await line.call(method.getQuestion, { conversationId });
  return { entry: entry && toEntry(entry), people: people.map(toPerson) };
}

export async function takeQuestion(conversationId: string) {
  const { conversation, people } = await line.call(method.takeQuestion, { conversationId });
  return { conversation: conversation && toConversation(conversation), people: people.map(toPerson) };
}

/** '': to the queue. */
export const handOn = async (conversationId: string, personId: string, note: string): Promise<void> =>
  void (await line.call(method.handOnQuestion, { conversationId, personId: personId || '0', note }));

const now = ({ question }: { question?: Parameters<typeof toQuestion>[0] }): Question | undefined => question && toQuestion(question);
export const closeQuestion = async (conversationId: string) => now(await line.call(method.closeQuestion, { conversationId }));
export const reopenQuestion = async (conversationId: string) => now(await line.call(method.reopenQuestion, { conversationId }));
export const thank = async (conversationId: string, text: string) => now(await line.call(method.thankSpecialist, { conversationId, text }));

export async function getHelpGiven(personIds: string[]): Promise<Record<string, Help>> {
  if (personIds.length === 0) return {};
  const { given } = await line.call(method.getHelpGiven, { personIds });
  return Object.fromEntries(given.map((g) => [g.personId, toHelp(g)]));
}
