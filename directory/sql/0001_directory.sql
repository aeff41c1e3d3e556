-- Organisations, the people who hold seats in them, and the words they are filed under.
create table sectors (
  code text primary key,
  name_ar text not null,
  name_fr text not null,
  name_en text not null,
  position integer not null
);

create table regions (
  code text primary key,   -- ISO 3166-2: "TN-61"
  country text not null,   -- ISO 3166-1 alpha-2
  kind text not null,      -- "governorate", "region"
  name_ar text not null,
  name_fr text not null,
  name_en text not null,
  latitude double precision not null,
  longitude double precision not null
);

create table organisations (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('association', 'partner', 'authority', 'platform')),
  name_ar text not null default '',
  name_fr text not null default '',
  name_en text not null default '',
  abbreviation text not null default '',
  region text references regions,
  locality_ar text not null default '',
  locality_fr text not null default '',
  locality_en text not null default '',
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'verified', 'published')),
  verified_at timestamptz,
  search text collate "C",   -- names and abbreviation, folded for finding; null is filled by `wasl admin`
  created_at timestamptz not null default now(),
  check (name_ar <> '' or name_fr <> '' or name_en <> '')
);

create table organisation_sectors (
  organisation_id bigint not null references organisations on delete cascade,
  sector text not null references sectors,
  primary key (organisation_id, sector)
);
create index organisation_sectors_by_sector on organisation_sectors (sector);

create table seats (
  organisation_id bigint not null references organisations on delete cascade,
  person_id bigint not null references people on delete cascade,
  role text not null check (role in ('owner', 'editor', 'member')),
  created_at timestamptz not null default now(),
  primary key (organisation_id, person_id)
);
create index seats_of_person on seats (person_id);
