-- The platform's team may take an organisation away from everybody's sight, and give it back as it was.
alter table organisations
  drop constraint organisations_state_check,
  add constraint organisations_state_check
    check (state in ('draft', 'submitted', 'returned', 'verified', 'published', 'unpublished', 'suspended')),
  add column state_before text check (state_before in ('draft', 'submitted', 'returned', 'verified', 'published', 'unpublished')),
  add column suspended_at timestamptz,
  add column suspension_reason text not null default '',
  add constraint organisations_suspended
    check ((state = 'suspended') = (state_before is not null) and (state = 'suspended') = (suspended_at is not null));
create index organisation_history_published on organisation_history (at) where action = 'published';
