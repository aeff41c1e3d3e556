-- Archives that people have asked for. The archive itself is a file of media, which collects it a day later.
create table exports (
  id bigint generated always as identity primary key,
  person_id bigint not null references people,
  client_id bigint not null,
  conversation_id bigint not null default 0,   -- 0: everything
  language text not null,
  created_at timestamptz not null default now(),
  claimed_until timestamptz not null default now(),  -- who makes it pushes this ahead; once it is over, another does
  attempts smallint not null default 0,
  percent smallint not null default 0,
  file_id bigint,                              -- there it is
  bytes bigint not null default 0,
  finished_at timestamptz,                     -- without a file: it failed
  unique (person_id, client_id)
);
create index exports_unfinished on exports (id) where finished_at is null;
create index exports_of_person on exports (person_id, created_at desc);
