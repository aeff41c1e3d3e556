-- Every privileged act. Nothing is ever altered here; people and things are numbers, so that entries outlive them.
create table privileged_acts (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id bigint,                 -- null: the command line
  act text not null,
  target_kind smallint not null check (target_kind between 1 and 3),  -- person, organisation, import
  target_id bigint not null,
  detail text not null default '', -- the role; until when; a file's name
  reason text not null default ''
);
create index privileged_acts_by_actor on privileged_acts (actor_id, id desc);
create index privileged_acts_by_act on privileged_acts (act, id desc);
create index privileged_acts_on_target on privileged_acts (target_kind, target_id, id desc);
create index privileged_acts_by_time on privileged_acts (at);

create function refuse_change_of_acts() returns trigger language plpgsql as
  $$ begin raise exception 'table % is append-only', tg_table_name; end $$;
create trigger privileged_acts_stay before update or delete or truncate on privileged_acts
  for each statement execute function refuse_change_of_acts();
