-- A stranger's direct conversation begins as a request by its creator: one message, and no more before it is accepted.
alter table conversations add column request smallint not null default 0 check (request between 0 and 2);  -- none or accepted, waiting, refused
alter table conversation_members add column writes_once boolean not null default false;  -- the next message takes may_write away

-- Kept as it was when it was reported, for the moderators.
create table message_reports (
  id bigint generated always as identity primary key,
  reporter_id bigint not null references people on delete cascade,
  conversation_id bigint not null,
  "offset" bigint not null,
  author_id bigint not null,
  reason text not null check (reason in ('spam', 'harassment', 'hate', 'violence', 'privacy', 'other')),
  comment text not null default '',
  text text not null,
  content bytea,
  state text not null default 'open' check (state in ('open', 'closed')),
  created_at timestamptz not null default now(),
  unique (reporter_id, conversation_id, "offset")
);
