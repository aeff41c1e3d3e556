-- The read-only door for lists that other modules make of people: who is not shown to whom, in both directions.
create view people_apart as
  select person_id, blocked_id as other_id from blocks union all select blocked_id, person_id from blocks;
