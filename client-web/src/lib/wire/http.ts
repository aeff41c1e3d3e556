import { create, fromBinary, toBinary, type DescMessage, type DescMethodUnary, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import { Code } from '$lib/gen/wasl/envelope_pb';
import { fromConnectError, lineLost, timedOut, WireError } from './status';

export const methodPath = (method: DescMethodUnary) => `${method.parent.typeName}/${method.name}`;

/** What has no place in a request, as an id from a mistyped address, is refused as the server would refuse it. */
export function encode<I extends DescMessage, O extends DescMessage>(method: DescMethodUnary<I, O>, request: MessageInitShape<I>): Uint8Array {
  try {
    return toBinary(method.input, create(method.input, request));
  } catch (error) {
    throw new WireError(Code.INVALID_ARGUMENT, 'client.request', String(error));
  }
}

/** One Connect unary call; the session travels in the cookie. */
export async function callHttp<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
  timeoutMs = 15_000
): Promise<MessageShape<O>> {
  const body = encode(method, request);
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
