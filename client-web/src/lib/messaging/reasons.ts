import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';

// Refusals that only conversations, and what begins them, can meet.
knowReasons({
  'accounts.too_many_blocked': m.error_accounts_too_many_blocked,
  'messaging.answered': m.error_messaging_answered,
  'messaging.read_only': m.error_messaging_read_only,
  'messaging.unreachable': m.error_messaging_unreachable,
  'messaging.stranger': m.error_messaging_stranger,
  'messaging.too_many_requests': m.error_messaging_too_many_requests,
  'messaging.send_at': m.error_messaging_send_at,
  'messaging.too_many_scheduled': m.error_messaging_too_many_scheduled,
  scheduled_message_not_found: m.error_messaging_scheduled_gone
});
