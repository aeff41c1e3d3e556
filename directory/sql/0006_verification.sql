-- What lies before the verifiers, and how they have decided. People are named by number, so that it stays when an account is
-- deleted.
create table reviews (
  id bigint generated always as identity primary key,
  organisation_id bigint not null references organisations,
  kind text not null check (kind in ('new', 'change', 'orphan')),  -- orphan: nobody owns it
  profile jsonb,                     -- as it was submitted
  submitted_by_id bigint,
  submitted_at timestamptz not null default now(),
  assignee_id bigint,
  assigned_at timestamptz,
  outcome text check (outcome in ('published', 'returned', 'withdrawn', 'settled')),  -- null: open
  decided_by_id bigint,
  decided_at timestamptz,
  reasons jsonb not null default '{}',  -- wire's Reasons as JSON
  check ((outcome is null) = (decided_at is null))
);
create unique index reviews_open on reviews (organisation_id, (kind = 'orphan')) where outcome is null;
create index reviews_waiting on reviews (submitted_at, id) where outcome is null;
create index reviews_of on reviews (organisation_id, id desc);

-- What a verifier has seen, asked and heard. Never altered.
create table review_evidence (
  id bigint generated always as identity primary key,
  review_id bigint not null references reviews,
  person_id bigint not null,
  kind text not null check (kind in ('receipt', 'phone', 'address', 'note')),
  result text not null check (result in ('passed', 'failed', 'waived', 'none')),
  note text not null default '',
  at timestamptz not null default now()
);
create index review_evidence_of on review_evidence (review_id, id);
create trigger review_evidence_stays before update or delete or truncate on review_evidence
  for each statement execute function refuse_change();

-- When its people were last asked whether it is still right.
alter table organisations add column confirmation_asked_at timestamptz;

-- What was waiting before there was a queue.
insert into reviews (organisation_id, kind, submitted_at)
  select id, 'new', coalesce(edited_at, created_at) from organisations where state in ('submitted', 'verified');

-- For finding the same organisation under another name.
create index organisations_registered_as on organisations (registration_number) where registration_number <> '';
create index organisations_contacts on organisations using gin ((details -> 'contacts') jsonb_path_ops);
