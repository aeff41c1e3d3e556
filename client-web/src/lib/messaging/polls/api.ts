import { PollService } from '$lib/gen/wasl/messaging/v1/polls_pb';
import { line } from '$lib/wire/line';
import { toPerson } from '../model';

const { method } = PollService;
const at = (conversationId: string, offset: number) => ({ conversationId, offset: BigInt(offset) });

export const vote = (conversationId: string, offset: number, options: number[]) =>
  line.call(method.vote, { ...at(conversationId, offset), options });

export const closePoll = (conversationId: string, offset: number) => line.call(method.closePoll, at(conversationId, offset));

export async function listVoters(conversationId: string, offset: number, option: number, after: string) {
  const page = await line.call(method.listVoters, { ...at(conversationId, offset), option, after });
  return { people: page.people.map(toPerson), more: page.more };
}
