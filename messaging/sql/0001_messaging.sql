create table conversations (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('direct', 'group')),
  title text not null default '',
  creator_id bigint not null references people,
  created_at timestamptz not null default now(),
  direct_low bigint,    -- a direct conversation's two people, in order: there is only one for them
  direct_high bigint,
  client_id bigint,     -- of the request that made a group: a retry finds it
  unique (direct_low, direct_high),
  unique (creator_id, client_id),
  check ((kind = 'direct') = (direct_low is not null and direct_high is not null and direct_low < direct_high))
);

create table conversation_members (
  conversation_id bigint not null references conversations on delete cascade,
  person_id bigint not null references people,
  joined_at timestamptz not null default now(),
  read_offset bigint not null default 0,   -- only ever grows
  primary key (conversation_id, person_id)
);
create index conversation_members_of_person on conversation_members (person_id, conversation_id);

-- A message is its own record in the conversation's stream (kind 2): "offset" is taken from the shared head. No foreign
-- keys: the sending statement checks membership, and every check would cost a lock per row.
create table messages (
  conversation_id bigint not null,
  "offset" bigint not null,
  author_id bigint not null,
  client_id bigint not null,
  text text not null,
  sent_at timestamptz not null default now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  primary key (conversation_id, "offset"),
  unique (author_id, client_id)    -- for ever: a retry is answered with the first answer
);
