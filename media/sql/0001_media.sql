-- What is stored, named by its content (BLAKE2b-256). The bytes are in the media directory.
create table media_blobs (
  hash bytea primary key,
  size bigint not null
);

-- A file that somebody uploads, or has uploaded.
create table media_files (
  id bigint generated always as identity primary key,
  owner_id bigint not null references people,
  payer_kind smallint not null,            -- whose quota it counts for: 1 an organisation, 2 a person without one
  payer_id bigint not null,
  name text not null,
  length bigint not null,                  -- as announced
  charged bigint not null,                 -- counted in media_usage: first the length, then what is stored
  voice boolean not null default false,
  duration_ms integer not null default 0,
  waveform bytea not null default '',
  created_at timestamptz not null default now(),
  ready_at timestamptz,                    -- null: not there yet, or refused
  refused text,                            -- why it was not taken
  type text not null default '',           -- of the stored bytes, found from them
  width integer not null default 0,
  height integer not null default 0,
  blob bytea references media_blobs,
  small bytea references media_blobs,      -- of a picture
  unused_since timestamptz default now()   -- null: a message shows it. A day later it is collected
);
create index media_files_unfinished on media_files (owner_id) where ready_at is null;
create index media_files_unused on media_files (unused_since) where unused_since is not null;
create index media_files_by_blob on media_files (blob);
create index media_files_by_small on media_files (small);

-- Where a file is shown: whoever may follow that stream may read it. Named by the message, so that a retry uses it once.
create table media_uses (
  file_id bigint not null references media_files,
  stream_kind smallint not null,
  stream_key bigint not null,
  author_id bigint not null,
  client_id bigint not null,
  primary key (file_id, stream_kind, stream_key, author_id, client_id)
);
create index media_uses_of_message on media_uses (author_id, client_id);

create table media_usage (
  payer_kind smallint not null,
  payer_id bigint not null,
  bytes bigint not null check (bytes >= 0),
  primary key (payer_kind, payer_id)
);
