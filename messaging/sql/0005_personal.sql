-- What one person has begun to write, on whatever device.
create table drafts (
  person_id bigint not null references people on delete cascade,
  conversation_id bigint not null references conversations on delete cascade,
  text text not null,
  reply_to bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (person_id, conversation_id)
);

-- Messages that leave later. Whoever sends one takes it first, for a while: client_id makes sending twice harmless.
create table scheduled_messages (
  id bigint generated always as identity primary key,
  author_id bigint not null references people on delete cascade,
  conversation_id bigint not null references conversations on delete cascade,
  client_id bigint not null,
  text text not null,
  content bytea,
  send_at timestamptz not null,
  taken_until timestamptz,
  failure text not null default '',   -- why it never left: the reason of a refusal
  unique (author_id, client_id)
);
create index scheduled_messages_due on scheduled_messages (send_at) where failure = '';
create index scheduled_messages_of_author on scheduled_messages (author_id, send_at);

-- Whoever hides how far they have read sees nobody else's.
create table receipts_hidden (
  person_id bigint primary key references people on delete cascade
);
