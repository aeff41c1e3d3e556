import { fromBinary } from '@bufbuild/protobuf';
import { Code, StatusSchema, type Status } from '$lib/gen/wasl/envelope_pb';

/** A refusal, by the server (`reason` is its stable key) or by the line itself (`client.*`). */
export class WireError extends Error {
  constructor(
    readonly code: Code,
    readonly reason = '',
    message = '',
    readonly field = '',
    readonly retryAfterMs = 0
  ) {
    super(message || reason || Code[code]);
    this.name = 'WireError';
  }

  static of(status: Status): WireError {
    return new WireError(status.code, status.reason, status.message, status.field, status.retryAfterMs);
  }
}

export const lineLost = () => new WireError(Code.UNAVAILABLE, 'client.lost');
export const timedOut = () => new WireError(Code.DEADLINE_EXCEEDED, 'client.timeout');

const permanentCodes = new Set([
  Code.INVALID_ARGUMENT,
  Code.NOT_FOUND,
  Code.ALREADY_EXISTS,
  Code.PERMISSION_DENIED,
  Code.FAILED_PRECONDITION,
  Code.OUT_OF_RANGE,
  Code.UNIMPLEMENTED
]);

/** The same request can never succeed. */
export const isPermanent = (error: unknown) => error instanceof WireError && permanentCodes.has(error.code);
export const hasCode = (error: unknown, code: Code) => error instanceof WireError && error.code === code;

interface ConnectError {
  code?: string;
  message?: string;
  details?: { type: string; value: string }[];
}

const codeOf = (name = '') => Code[name.toUpperCase() as keyof typeof Code] ?? Code.UNKNOWN;
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** Reads the error JSON of the Connect protocol. */
export function fromConnectError(body: ConnectError, httpStatus: number): WireError {
  const detail = body.details?.find((d) => d.type === 'wasl.v1.Status');
  if (detail) return WireError.of(fromBinary(StatusSchema, bytesOf(detail.value)));
  if (body.code) return new WireError(codeOf(body.code), '', body.message);
  return new WireError(httpStatus === 401 ? Code.UNAUTHENTICATED : Code.UNAVAILABLE, 'client.http', `HTTP ${httpStatus}`);
}
