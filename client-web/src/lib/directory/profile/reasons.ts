import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';

knowReasons({
  'organisations.name_missing': m.error_organisations_name,
  'organisations.too_long': m.error_organisations_length,
  'organisations.bad_contact': m.error_organisations_contact,
  'organisations.bad_url': m.error_organisations_url,
  'organisations.bad_year': m.error_organisations_year,
  'organisations.incomplete': m.error_organisations_incomplete,
  'organisations.drafts': m.error_organisations_drafts,
  'organisations.changed_meanwhile': m.error_organisations_meanwhile,
  'organisations.in_review': m.error_organisations_in_review,
  'organisations.unchanged': m.error_organisations_unchanged,
  'organisations.suspended': m.error_organisation_suspended
});
