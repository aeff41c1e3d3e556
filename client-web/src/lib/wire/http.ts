import { create, fromBinary, toBinary, type DescMessage, type DescMethodUnary, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import { fromConnectError, lineLost, timedOut } from './status';

export const methodPath = (method: DescMethodUnary) => `${method.parent.typeName}/${method.name}`;

/** One Connect unary call; the session travels in the cookie. */
export async function callHttp<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
  timeoutMs = 15_000
): Promise<MessageShape<O>> {
  const body = toBinary(method.input, create(method.input, request));
  const response = await post(`/${methodPath(method)}`, body, timeoutMs);
  if (!response.ok) throw fromConnectError(await response.json().catch(() => ({})), response.status);
  return fromBinary(method.output, new Uint8Array(await response.arrayBuffer()));
}

async function post(path: string, body: Uint8Array, timeoutMs: number): Promise<Response> {
  const headers = { 'Content-Type': 'application/proto', 'Connect-Protocol-Version': '1' };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await fetch(path, { method: 'POST', headers, body: body as BodyInit, credentials: 'same-origin', signal });
  } catch {
    throw signal.aborted ? timedOut() : lineLost();
  }
}
