import { SafetyService as AccountsSafety } from '$lib/gen/wasl/accounts/v1/safety_pb';
import { type ReportReason, SafetyService } from '$lib/gen/wasl/messaging/v1/safety_pb';
import { line } from '$lib/wire/line';
import { toPerson } from '../model';

export const answerRequest = (conversationId: string, accept: boolean) =>
  line.call(SafetyService.method.answerRequest, { conversationId, accept });

export const reportMessage = (conversationId: string, offset: number, reason: ReportReason, comment: string) =>
  line.call(SafetyService.method.reportMessage, { conversationId, offset: BigInt(offset), reason, comment });

export const blockPerson = (personId: string) => line.call(AccountsSafety.method.blockPerson, { personId });
export const unblockPerson = (personId: string) => line.call(AccountsSafety.method.unblockPerson, { personId });

export async function listBlocked() {
  const answer = await line.call(AccountsSafety.method.listBlocked, {});
  return answer.people.map(toPerson);
}
