-- The transaction that last changed the row: who remembers the oldest one still running can ask for all that has changed since.
alter table organisations add column touched xid8 not null default pg_current_xact_id();
create index organisations_by_touched on organisations (touched);

create function touch_organisation() returns trigger language plpgsql as
  $$ begin new.touched := pg_current_xact_id(); return new; end $$;
create trigger organisations_touched before update on organisations for each row execute function touch_organisation();
