import { QuestionState, type HelpGiven, type Question as WireQuestion, type QuestionEntry as WireEntry } from '$lib/gen/wasl/messaging/v1/questions_pb';

/** What somebody has asked the specialists of a sector. */
export interface Question {
  conversationId: string;
  sector: string;
  region: string;
  language: string;
  state: 'waiting' | 'taken' | 'done';
  askerId: string;
  /** Who answers, or did; '': nobody. */
  takerId: string;
  askedAt: number;
  /** 0: it is done. */
  dueAt: number;
  thankedAt: number;
  thankedId: string;
  thanks: string;
}

export interface Entry {
  question: Question;
  text: string;
  /** The reader is among those who are asked first. */
  offered: boolean;
  answered: boolean;
  note: string;
}

/** What a specialist has done so far. */
export interface Help {
  answered: number;
  thanks: number;
  /** 0: not known. */
  medianSeconds: number;
}

export const filters = ['waiting', 'mine', 'done'] as const;
export type Filter = (typeof filters)[number];

export const longestText = 4000;
export const longestNote = 1000;
export const longestThanks = 500;
export const targetHours = 48;

const states: Partial<Record<QuestionState, Question['state']>> = { [QuestionState.QUESTION_TAKEN]: 'taken', [QuestionState.QUESTION_DONE]: 'done' };
const named = (id: string) => (id === '0' ? '' : id);

export const toQuestion = (wire: WireQuestion): Question => ({
  conversationId: wire.conversationId,
  sector: wire.sector,
  region: wire.region,
  language: wire.language,
  state: states[wire.state] ?? 'waiting',
  askerId: wire.askerId,
  takerId: named(wire.takerId),
  askedAt: Number(wire.askedAtMs),
  dueAt: Number(wire.dueAtMs),
  thankedAt: Number(wire.thankedAtMs),
  thankedId: named(wire.thankedId),
  thanks: wire.thanks
});

export const toEntry = ({ question, text, offered, answered, note }: WireEntry): Entry | undefined =>
  question && { question: toQuestion(question), text, offered, answered, note };

export const toHelp = (wire: HelpGiven): Help => ({ answered: wire.answered, thanks: wire.thanks, medianSeconds: wire.medianResponseS });

const soonMs = 12 * 3_600_000;
/** How it stands with the time in which somebody is to have answered. */
export function dueness({ question, answered }: Entry, now: number): 'fine' | 'soon' | 'late' {
  if (answered || question.dueAt === 0) return 'fine';
  if (question.dueAt <= now) return 'late';
  return question.dueAt - now < soonMs ? 'soon' : 'fine';
}
