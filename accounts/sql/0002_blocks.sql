-- Who wants nothing to do with whom. It works in both directions: see accounts/access.hpp.
create table blocks (
  person_id bigint not null references people on delete cascade,
  blocked_id bigint not null references people on delete cascade,
  created_at timestamptz not null default now(),
  primary key (person_id, blocked_id),
  check (person_id <> blocked_id)
);
create index blocks_of_blocked on blocks (blocked_id);
