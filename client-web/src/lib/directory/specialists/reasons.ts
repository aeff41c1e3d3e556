import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';

knowReasons({
  'specialists.profile_missing': m.error_specialists_profile,
  'specialists.too_long': m.error_specialists_length,
  'specialists.missing': m.error_specialists_missing,
  'specialists.too_many': m.error_specialists_many,
  'specialists.bad_day': m.error_specialists_day,
  'specialists.decided': m.error_specialists_decided,
  'specialists.changed_meanwhile': m.error_specialists_meanwhile,
  'specialists.own_offer': m.error_specialists_own,
  'specialists.reason_missing': m.error_specialists_reason
});
