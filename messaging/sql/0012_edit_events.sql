-- Where the conversation's stream says that this version was replaced: with a deleted message, what it said goes there, too.
alter table message_versions add column event_offset bigint;
