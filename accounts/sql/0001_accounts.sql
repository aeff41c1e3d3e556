-- People, their credentials and their sign-in sessions.
create table people (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  email text not null,              -- as typed: shown, and written to
  email_key text not null unique,   -- trimmed, lower case: one account per address
  language text not null check (language in ('ar', 'fr', 'en')),
  password_hash text,               -- null: nobody can sign in until a password is chosen through a mailed link
  confirmed_at timestamptz,         -- null: nobody else sees this person
  search text collate "C",          -- the name, folded for finding; null is filled by `wasl admin`
  created_at timestamptz not null default now()
);
create index people_newest on people (created_at desc, id desc) where confirmed_at is not null;

-- The read-only door for the joins of other modules.
create view confirmed_people as
  select id, name, search, created_at from people where confirmed_at is not null;

create table platform_roles (
  person_id bigint not null references people on delete cascade,
  role text not null check (role in ('administrator', 'verifier', 'moderator', 'specialist')),
  granted_at timestamptz not null default now(),
  primary key (person_id, role)
);

create table sign_in_sessions (
  id bigint generated always as identity primary key,
  person_id bigint not null references people on delete cascade,
  token_hash bytea not null unique,         -- keyed hash; the token itself is nowhere
  user_agent text not null default '',
  stay boolean not null default false,      -- every use moves expires_at ahead
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sign_in_sessions_of_person on sign_in_sessions (person_id);

-- Links sent by mail.
create table account_tokens (
  token_hash bytea primary key,
  person_id bigint not null references people on delete cascade,
  purpose text not null check (purpose in ('confirm', 'reset')),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index account_tokens_of_person on account_tokens (person_id);

-- Limits by keyed hash of email_key, so that known and unknown addresses are treated alike.
create table sign_in_failures (
  key bytea primary key,
  failures integer not null,
  last_at timestamptz not null
);
create table mail_allowances (
  key bytea primary key,
  sent integer not null,
  since timestamptz not null
);
