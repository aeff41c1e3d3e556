-- A person may be kept out for a while, or until somebody lifts it: no session, not found, not written to anew.
alter table people
  add column suspended_at timestamptz,
  add column suspended_until timestamptz,             -- null: until it is lifted
  add column suspension_reason text not null default '',
  add constraint people_suspended check (suspended_at is not null or (suspended_until is null and suspension_reason = ''));
create index people_suspensions on people (id) where suspended_at is not null;
create index platform_roles_by_role on platform_roles (role, person_id);

create or replace view confirmed_people as
  select id, name, search, created_at from people
  where confirmed_at is not null and (suspended_at is null or suspended_until <= now());
