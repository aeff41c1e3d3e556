import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';

knowReasons({
  'inbox.own_organisation': m.error_inbox_own_organisation,
  'inbox.nobody': m.error_inbox_nobody,
  'inbox.not_published': m.error_inbox_not_published,
  'inbox.too_many': m.error_inbox_too_many,
  'inbox.taken': m.error_inbox_taken,
  'inbox.not_editor': m.error_inbox_not_editor
});
