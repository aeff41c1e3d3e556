-- Questions to the specialists of a sector. Each is a conversation: whoever asks is its member, and so is who answers, while they do.
alter table conversations drop constraint conversations_kind_check;
alter table conversations add constraint conversations_kind_check
  check (kind in ('direct', 'group', 'organisation', 'channel', 'question'));

create table questions (
  conversation_id bigint primary key references conversations on delete cascade,
  asker_id bigint not null references people,
  sector text not null references sectors,
  region text not null default '',
  language text not null,
  state text not null check (state in ('waiting', 'taken', 'done')),
  stage smallint not null default 0 check (stage between 0 and 2),  -- whom it is offered to: some, the sector, the platform's people
  taker_id bigint references people,
  taken_offset bigint not null default 0,    -- what its taker writes above it answers
  asked_at timestamptz not null default now(),
  waiting_since timestamptz not null default now(),
  due_at timestamptz not null,
  done_at timestamptz,
  note text not null default '',             -- from whoever answered before to whoever does next
  thanks text not null default '',
  thanked_at timestamptz,
  thanked_id bigint references people,
  check ((state = 'done') = (done_at is not null)),
  check (state <> 'taken' or taker_id is not null),
  check (state <> 'waiting' or taker_id is null)
);
create index questions_waiting on questions (due_at, conversation_id) where state = 'waiting';
create index questions_of_asker on questions (asker_id, asked_at);
create index questions_of_taker on questions (taker_id, due_at);
create index questions_thanked on questions (thanked_id) where thanked_id is not null;

-- Who is asked first, while it waits.
create table question_offers (
  conversation_id bigint not null references questions on delete cascade,
  person_id bigint not null references people on delete cascade,
  primary key (conversation_id, person_id)
);

-- Everyone who has answered it, or was to.
create table question_turns (
  conversation_id bigint not null references questions on delete cascade,
  person_id bigint not null references people on delete cascade,
  waited_since timestamptz not null,
  response_s integer,                        -- until their first message; null: they wrote none
  done boolean not null default false,       -- it was closed after they had answered
  primary key (conversation_id, person_id)
);
create index question_turns_of on question_turns (person_id);
