-- What partners do, where, when and for how much.
create table interventions (
  id bigint generated always as identity primary key,
  organisation_id bigint not null references organisations on delete cascade,
  title_ar text not null default '',
  title_fr text not null default '',
  title_en text not null default '',
  country text not null check (country ~ '^[A-Z]{2}$'),
  regions text[] not null default '{}',  -- none: the whole country
  sectors text[] not null,
  from_month integer not null,           -- 202401
  to_month integer,                      -- null: not told
  amount smallint not null default 0,    -- band, numbered as on the wire
  url text not null default '',
  version bigint not null default 1,
  client_id bigint,                      -- chosen by the client that made it
  edited_by_id bigint references people on delete set null,
  edited_at timestamptz not null default now(),
  check (title_ar <> '' or title_fr <> '' or title_en <> ''),
  check (to_month >= from_month),
  unique (organisation_id, client_id)
);
create index interventions_by_country on interventions (country);
create index interventions_latest on interventions (from_month desc, id desc);
