-- Any account, found by the platform's team by a part of its name.
create extension if not exists pg_trgm;
create index people_search on people using gin (search gin_trgm_ops);
