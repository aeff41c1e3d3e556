-- A Message that has nothing but its reactions, encoded: what message_reactions comes to. Null: none.
alter table messages add column reactions bytea;
alter table messages add column edit_count smallint not null default 0;
alter table messages add column deleted_by bigint;       -- null: not deleted, or by its author before this column was
alter table messages add column pinned_at timestamptz;
alter table messages add column mentions bigint[];       -- people; 0: everyone. Null: nobody
create index messages_pinned on messages (conversation_id, pinned_at) where pinned_at is not null;
create index messages_mentioning on messages (conversation_id, "offset") where mentions is not null;

-- No foreign keys, as in messages.
create table message_reactions (
  conversation_id bigint not null,
  "offset" bigint not null,
  emoji text not null,
  person_id bigint not null,
  primary key (conversation_id, "offset", emoji, person_id)
);

-- What edited messages said before: version 0 is the text as it was sent.
create table message_versions (
  conversation_id bigint not null,
  "offset" bigint not null,
  version smallint not null,
  text text not null,
  written_at timestamptz not null,
  primary key (conversation_id, "offset", version)
);
