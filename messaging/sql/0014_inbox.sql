-- The inboxes of organisations. What waits for an answer is found from the last message: sending writes nothing for it.
alter table conversations add column done_offset bigint not null default 0;   -- up to here nothing waits
alter table conversations add column assignee_id bigint references people;    -- who answers
create index conversation_members_in_name on conversation_members (person_id, conversation_id) where in_name;

-- A MessageContent that says nothing but in whose name (field 7, a varint). Encoded messages put end to end are one: the
-- sending statement adds it to what the author gave.
create function in_name_content(organisation bigint) returns bytea
  language sql immutable strict parallel safe
  return '\x38'::bytea || (
    select string_agg(set_byte('\x00'::bytea, 0, ((organisation >> (7 * i)) & 127)::int |
                               case when organisation >> (7 * i + 7) > 0 then 128 else 0 end), ''::bytea order by i)
    from generate_series(0, 8) i where i = 0 or organisation >> (7 * i) > 0);
