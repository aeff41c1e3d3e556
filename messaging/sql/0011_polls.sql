-- What members chose in polls. messages.reactions holds what they come to, too (Message.tally). No foreign keys, as in messages.
create table poll_votes (
  conversation_id bigint not null,
  "offset" bigint not null,
  person_id bigint not null,
  options smallint[] not null,
  primary key (conversation_id, "offset", person_id)
);
