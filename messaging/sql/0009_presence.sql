-- When people were last active, to the minute. Not worth a write-ahead log: after a crash everybody is merely unknown.
create unlogged table presence (
  person_id bigint primary key references people on delete cascade,
  active_at timestamptz not null
);
-- Whoever hides theirs sees nobody else's.
create table presence_hidden (
  person_id bigint primary key references people on delete cascade
);
