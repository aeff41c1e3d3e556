-- What proves an organisation: a legal receipt, statutes. Files of media; whoever has the review may read them.
create table organisation_papers (
  id bigint generated always as identity primary key,
  organisation_id bigint not null references organisations,
  person_id bigint not null references people on delete cascade,  -- whose file it is
  file bytea not null,            -- wire's Attachment
  added_at timestamptz not null default now()
);
create index organisation_papers_of on organisation_papers (organisation_id, id);
