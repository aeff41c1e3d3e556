-- What a message carries beside its text: a MessageContent, encoded; null: nothing. Notes (who joined, what it is called now)
-- are messages that nobody typed: they have no text and count for nobody as unread.
alter table messages add column content bytea;
alter table messages add column is_note boolean not null default false;

-- may_write is what the rules about roles, channels, blocks and requests come to for one member: the sending statement looks
-- at nothing else.
alter table conversation_members add column role smallint not null default 0 check (role between 0 and 2);  -- member, administrator, owner
alter table conversation_members add column may_write boolean not null default true;
update conversation_members n set role = 2 from conversations c
where c.id = n.conversation_id and c.kind = 'group' and c.creator_id = n.person_id;
