-- An ordered, durable log per (kind, key). `head` is the offset of the latest event; taking the next one locks the row,
-- so offsets have no gaps and follow the order of commits. Events up to `trimmed` may be gone.
create table streams (
  kind smallint not null,
  key bigint not null,
  head bigint not null default 0,
  trimmed bigint not null default 0,
  primary key (kind, key)
) with (fillfactor = 50);

-- Events that are not records of a module's own (a message is its own record: see messaging).
create table stream_events (
  kind smallint not null,
  key bigint not null,
  "offset" bigint not null,
  type integer not null,
  body bytea not null,
  at timestamptz not null default now(),
  primary key (kind, key, "offset")
);

-- Names this installation, so that several may share one Redis.
create table installation (
  id uuid primary key default gen_random_uuid(),
  single boolean not null unique default true check (single)
);
insert into installation default values;
