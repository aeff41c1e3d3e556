-- Any organisation, found by the platform's team by a part of its name, whatever its state.
create extension if not exists pg_trgm;
create index organisations_search on organisations using gin (search gin_trgm_ops);
