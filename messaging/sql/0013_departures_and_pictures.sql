-- One of the two has deleted their account: it stays readable, and nobody writes there any more.
alter table conversations add column closed boolean not null default false;
alter table conversations add column picture_id bigint;   -- a file of media; null: none
-- Who leads has removed them: a link alone does not bring them back.
create table conversation_removals (
  conversation_id bigint not null references conversations on delete cascade,
  person_id bigint not null references people on delete cascade,
  removed_at timestamptz not null default now(),
  primary key (conversation_id, person_id)
);
