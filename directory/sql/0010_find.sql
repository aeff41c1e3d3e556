-- The transaction that last changed the row: who remembers the oldest one still running can ask for all that has changed since.
alter table organisations add column touched xid8 not null default pg_current_xact_id();
create index organisations_by_touched on organisations (touched);

-- The country follows from the region where only that is known.
create function touch_organisation() returns trigger language plpgsql as $$
begin
  new.touched := pg_current_xact_id();
  if new.country = '' and new.region is not null then
    new.country := (select country from regions where code = new.region);
  end if;
  return new;
end $$;
create trigger organisations_touched before insert or update on organisations for each row execute function touch_organisation();
