-- Of people who have deleted their account the row stays, so that what they wrote has an author; nothing else of them does.
alter table people add column deleted_at timestamptz;
alter table people add column picture_id bigint;   -- a file of media; null: none
alter table people alter column email drop not null;
alter table people alter column email_key drop not null;
alter table people drop constraint people_name_check;
alter table people add constraint people_named check ((name <> '') = (deleted_at is null));
alter table people add constraint people_reachable check ((email_key is null) = (deleted_at is not null) and (email is null) = (deleted_at is not null));
alter table people add constraint people_gone check (deleted_at is null or (password_hash is null and confirmed_at is null and picture_id is null));

-- Everyone who may be shown beside what they wrote, for the joins of other modules. Of former people there is nothing but the id.
create view known_people as
  select id, name, picture_id, deleted_at is not null as former from people where confirmed_at is not null or deleted_at is not null;
