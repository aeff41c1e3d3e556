-- Ways to a seat: asking for one, and invitations.
create table seat_requests (
  organisation_id bigint not null references organisations on delete cascade,
  person_id bigint not null references people on delete cascade,
  text text not null default '',
  asked_at timestamptz not null default now(),
  primary key (organisation_id, person_id)
);
create index seat_requests_of on seat_requests (person_id);

create table seat_invitations (
  id bigint generated always as identity primary key,
  organisation_id bigint not null references organisations on delete cascade,
  token_hash bytea not null unique,       -- keyed hash; the token itself is nowhere
  role text not null check (role in ('editor', 'member')),
  email text,                             -- where it was sent; null: a link to hand on
  creator_id bigint not null references people on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  used_by_id bigint references people on delete set null,  -- the first, and the only one when it was sent by mail
  used_at timestamptz
);
create index seat_invitations_of on seat_invitations (organisation_id, id desc);
create index seat_invitations_by on seat_invitations (creator_id, created_at);
