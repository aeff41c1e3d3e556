-- Work to be done after a commit, at least once. A job is claimed by pushing run_at ahead (a lease): a worker that dies
-- lets it fall due again.
create table jobs (
  id bigint generated always as identity primary key,
  kind text not null,
  payload jsonb not null,
  run_at timestamptz not null default now(),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now()
);
create index jobs_due on jobs (run_at);
