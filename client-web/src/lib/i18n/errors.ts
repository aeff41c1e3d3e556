import { Code } from '$lib/gen/wasl/envelope_pb';
import { m } from '$lib/i18n/messages.svelte';
import { WireError } from '$lib/wire/status';

const byReason: Record<string, () => string> = {
  'accounts.wrong_password': m.error_accounts_wrong_password,
  'accounts.unconfirmed': m.error_accounts_email_not_confirmed,
  'accounts.bad_token': m.error_accounts_token,
  'accounts.bad_password': m.error_accounts_password,
  'accounts.common_password': m.error_accounts_common_password,
  'accounts.password_is_email': m.error_accounts_password_is_email,
  'accounts.bad_name': m.error_accounts_name,
  'accounts.bad_email': m.error_accounts_email,
  'messaging.deleted': m.error_messaging_deleted,
  'messaging.not_author': m.error_messaging_not_author,
  'messaging.edits': m.error_messaging_edits,
  'messaging.not_administrator': m.error_messaging_not_administrator,
  'messaging.pins': m.error_messaging_pins,
  'messaging.reactions': m.error_messaging_reactions,
  'messaging.self': m.error_messaging_self,
  'media.too_large': m.error_media_too_large,
  'media.empty': m.error_media_empty,
  'media.quota': m.error_media_quota,
  'media.unreadable': m.error_media_unreadable,
  'media.too_large_picture': m.error_media_pixels,
  'media.too_many_uploads': m.error_media_uploads,
  'media.off': m.error_media_off,
  'messaging.stranger': m.error_messaging_stranger,
  'messaging.unreachable': m.error_messaging_unreachable,
  'groups.not_leading': m.error_groups_not_leading,
  'groups.full': m.error_groups_full,
  'channels.full': m.error_channels_full,
  'channels.not_editor': m.error_channels_not_editor,
  'invitations.links': m.error_invitations_links,
  'invitations.requests': m.error_invitations_requests,
  'invitations.not_asking': m.error_invitations_not_asking,
  text_length: m.error_messaging_text,
  title_length: m.invalid_group_title
};

/** More reasons, from what loads later than the first screen. */
export function knowReasons(reasons: Record<string, () => string>): void {
  Object.assign(byReason, reasons);
}

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
    return waitText(Math.ceil(error.retryAfterMs / 1000));
  }
  return (byCode[error.code] ?? m.error_unknown)();
}

const waitText = (seconds: number) =>
  seconds > 90 ? m.error_wait_minutes({ count: Math.ceil(seconds / 60) }) : m.error_wait_seconds({ count: seconds });
