-- What organisations tell of themselves. Columns hold what is searched and filtered, `details` the rest of the profile; both
-- together are the wire's Profile (directory/profiles/store.cpp).
alter table organisations
  drop constraint organisations_state_check,
  add constraint organisations_state_check
    check (state in ('draft', 'submitted', 'returned', 'verified', 'published', 'unpublished')),
  add column country text not null default '' check (country ~ '^([A-Z]{2})?$'),
  add column latitude double precision check (latitude between -90 and 90),
  add column longitude double precision check (longitude between -180 and 180),
  add column members smallint not null default 0,     -- bands, numbered as on the wire
  add column staff smallint not null default 0,
  add column volunteers smallint not null default 0,
  add column budget smallint not null default 0,
  add column founded_year smallint,
  add column registration_number text not null default '',
  add column details jsonb not null default '{}',     -- Profile as JSON, without what has a column
  add column draft jsonb,                             -- the whole Profile of one that has been published, while it differs
  add column version bigint not null default 1,       -- grows with every change of the draft or the state
  add column edited_by_id bigint references people on delete set null,
  add column edited_at timestamptz,
  add column creator_id bigint references people on delete set null,
  add column client_id bigint,                        -- chosen by the creator's client
  add column confirmed_at timestamptz,                -- null: when it was verified or made
  add column orphaned_at timestamptz,                 -- nobody holds a seat any more
  add check ((latitude is null) = (longitude is null)),
  add unique (creator_id, client_id);

alter table organisation_sectors add column position smallint not null default 0;  -- the order in which it names them

update organisations o set country = r.country from regions r where r.code = o.region;
update organisations set confirmed_at = coalesce(verified_at, created_at) where state = 'published';

-- Who did what to an organisation, and what changed. Nothing is ever altered here; people are named by number, so that it stays
-- when an account is deleted.
create table organisation_history (
  id bigint generated always as identity primary key,
  organisation_id bigint not null references organisations,
  at timestamptz not null default now(),
  person_id bigint,               -- null: the platform itself
  action text not null,
  subject_id bigint,              -- the person it was done to
  note text not null default '',
  changes jsonb not null default '{}'  -- wire's Changes as JSON
);
create index organisation_history_of on organisation_history (organisation_id, id desc);

create function refuse_change() returns trigger language plpgsql as
  $$ begin raise exception 'table % is append-only', tg_table_name; end $$;
create trigger organisation_history_stays before update or delete or truncate on organisation_history
  for each statement execute function refuse_change();
