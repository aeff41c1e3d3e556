import { Code } from '$lib/gen/wasl/envelope_pb';
import { m } from '$lib/i18n/messages.svelte';
import { WireError } from '$lib/wire/status';

const byReason: Record<string, () => string> = {
  'accounts.wrong_password': m.error_accounts_wrong_password,
  'accounts.wrong_credentials': m.error_accounts_wrong_password,
  'accounts.email_not_confirmed': m.error_accounts_email_not_confirmed,
  'accounts.not_confirmed': m.error_accounts_email_not_confirmed,
  'accounts.bad_token': m.error_accounts_token,
  'accounts.token': m.error_accounts_token,
  'accounts.token_invalid': m.error_accounts_token,
  'accounts.token_expired': m.error_accounts_token,
  'accounts.password': m.error_accounts_password,
  'accounts.bad_password': m.error_accounts_password,
  'accounts.weak_password': m.error_accounts_password,
  'accounts.common_password': m.error_accounts_common_password,
  'accounts.bad_name': m.error_accounts_name,
  'accounts.name': m.error_accounts_name,
  'accounts.bad_email': m.error_accounts_email,
  'accounts.email': m.error_accounts_email,
  'messaging.bad_text': m.error_messaging_text,
  'messaging.text': m.error_messaging_text,
  'messaging.not_member': m.error_messaging_not_member,
  'messaging.not_a_member': m.error_messaging_not_member,
  'messaging.deleted': m.error_messaging_deleted,
  'messaging.message_deleted': m.error_messaging_deleted
};

const byCode: Partial<Record<Code, () => string>> = {
  [Code.INVALID_ARGUMENT]: m.error_invalid_argument,
  [Code.OUT_OF_RANGE]: m.error_invalid_argument,
  [Code.NOT_FOUND]: m.error_not_found,
  [Code.PERMISSION_DENIED]: m.error_permission_denied,
  [Code.FAILED_PRECONDITION]: m.error_failed_precondition,
  [Code.UNAUTHENTICATED]: m.error_unauthenticated,
  [Code.RESOURCE_EXHAUSTED]: m.error_resource_exhausted,
  [Code.UNAVAILABLE]: m.error_unavailable,
  [Code.DEADLINE_EXCEEDED]: m.error_unavailable
};

/** What happened, then what to do, in the reader's language: by the server's reason, else by its code. */
export function errorText(error: unknown): string {
  if (!(error instanceof WireError)) return m.error_unknown();
  const known = byReason[error.reason];
  if (known) return known();
  if (error.code === Code.RESOURCE_EXHAUSTED && error.retryAfterMs > 0) {
    return m.error_wait_seconds({ count: Math.ceil(error.retryAfterMs / 1000) });
  }
  return (byCode[error.code] ?? m.error_unknown)();
}
