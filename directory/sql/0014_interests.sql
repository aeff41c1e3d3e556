-- Where people are and what they care about: what their first screen shows.
create table interests (
  person_id bigint primary key references people on delete cascade,
  country text not null default '' check (country ~ '^([A-Z]{2})?$'),
  region text references regions,
  locality text not null default '',
  sectors text[] not null default '{}',
  shown boolean,  -- to people near; null: while they hold a seat in a published organisation
  chosen_at timestamptz not null default now()
);
create index interests_by_region on interests (region);
create index interests_by_country on interests (country);
create index organisations_public_by_region on organisations (region) where state = 'published';
create index organisations_public_by_country on organisations (country) where state = 'published';
create index organisations_newest on organisations (verified_at desc, id desc) where state = 'published' and verified_at is not null;
