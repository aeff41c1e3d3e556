-- Organisations from a CSV file: its text while it comes, its rows until they are made into organisations.
create table imports (
  id bigint generated always as identity primary key,
  person_id bigint not null references people on delete cascade,
  name text not null,
  state text not null check (state in ('uploading', 'reading', 'ready', 'running', 'done', 'cancelled', 'failed')),
  size bigint not null,
  received bigint not null default 0,
  encoding text not null default '',   -- asked for, then found
  delimiter text not null default '',
  header text[] not null default '{}',
  fields text[] not null default '{}',  -- what each column becomes; '': nothing
  publish boolean not null default false,
  dry_run boolean not null default false,
  row_count integer not null default 0,
  rows_done integer not null default 0,
  made integer not null default 0,
  skipped integer not null default 0,
  failed integer not null default 0,
  failure text not null default '',
  created_at timestamptz not null default now()
);

create table import_parts (
  import_id bigint not null references imports on delete cascade,
  at bigint not null,
  data bytea not null,
  primary key (import_id, at)
);

create table import_rows (
  import_id bigint not null references imports on delete cascade,
  row integer not null,  -- of the file, counted without its header: 1, 2, ...
  cells text[] not null,
  primary key (import_id, row)
);

create table import_errors (
  import_id bigint not null references imports on delete cascade,
  row integer not null,
  field text not null,
  reason text not null,
  value text not null default '',
  primary key (import_id, row, field)
);

-- Whether there is an organisation of exactly this name already.
create index organisations_by_search on organisations using hash (search);
