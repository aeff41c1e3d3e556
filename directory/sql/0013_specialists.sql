-- People who offer help in sectors. That an offer is accepted is itself the right to answer: no role of the platform goes with it.
create table specialist_offers (
  person_id bigint primary key references people on delete cascade,
  state text not null check (state in ('waiting', 'accepted', 'returned')),
  profile_ar text not null default '',
  profile_fr text not null default '',
  profile_en text not null default '',
  sectors text[] not null,
  waiting_sectors text[],        -- of an accepted one: what they are to be; null: nothing waits
  places text[] not null,        -- regions and countries; empty: anywhere
  languages text[] not null,
  availability text not null check (availability in ('open', 'busy', 'away')),
  busy_until date,               -- open again on that day
  at_once smallint not null,
  version bigint not null default 1,   -- grows with every change of what is decided about
  submitted_at timestamptz not null default now(),
  reason text not null default '',     -- why it, or the change of its sectors, was returned
  check (profile_ar <> '' or profile_fr <> '' or profile_en <> ''),
  check (waiting_sectors is null or state = 'accepted'),
  check ((availability = 'busy') = (busy_until is not null))
);
create index specialist_offers_waiting on specialist_offers (submitted_at, person_id)
  where state = 'waiting' or waiting_sectors is not null;
create index specialist_offers_by_sector on specialist_offers using gin (sectors) where state = 'accepted';

-- How offers were decided. Never altered; people are named by number, so that it stays when an account is deleted.
create table specialist_decisions (
  id bigint generated always as identity primary key,
  person_id bigint not null,
  at timestamptz not null default now(),
  decided_by_id bigint not null,
  accepted boolean not null,
  sectors text[] not null,
  reason text not null default ''
);
create index specialist_decisions_of on specialist_decisions (person_id, id desc);
create trigger specialist_decisions_stay before update or delete or truncate on specialist_decisions
  for each statement execute function refuse_change();
