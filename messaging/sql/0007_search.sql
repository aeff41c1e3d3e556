-- What messages are found by. Filled from the conversations' streams by search/indexer: no foreign keys, and a row may lag
-- behind its message, which is looked at again before anything of it is shown.
create table message_terms (
  conversation_id bigint not null,
  "offset" bigint not null,
  sent_at_ms bigint not null,
  terms text not null,   -- each with a space before it: keys of words, "@" and the author, "#file"
  primary key (conversation_id, "offset")
);

-- A conversation is indexed by stretches of 4,096 offsets, and every key carries its stretch: what a search reads is a matter
-- of what its viewer may see, never of how much others write, and the newest stretches are read first.
create table message_stretches (
  conversation_id bigint not null,
  stretch bigint not null,
  first_ms bigint not null,
  last_ms bigint not null,
  primary key (conversation_id, stretch)
);

create function message_keys(conversation bigint, at bigint, terms text) returns tsvector
  language sql immutable parallel safe
  return array_to_tsvector(string_to_array(substr(
    replace(terms, ' ', ' ' || conversation::text || '.' || (at >> 12)::text || ':'), 2), ' '));

-- `template` is a tsquery with "%" where the stretch belongs.
create function message_query(conversation bigint, stretch bigint, template text) returns tsquery
  language sql immutable parallel safe
  return replace(template, '%', conversation::text || '.' || stretch::text || ':')::tsquery;

-- No list of pending entries: every probe would read all of it.
create index message_terms_by_key on message_terms using gin (message_keys(conversation_id, "offset", terms)) with (fastupdate = off);

-- How far each conversation's stream has been indexed.
create table message_index_progress (
  conversation_id bigint primary key,
  upto bigint not null default 0
) with (fillfactor = 50);
