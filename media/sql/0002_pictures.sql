-- The picture that stands for a person, a conversation or an organisation: beside the streams of messages, another reason to keep
-- a file, and another audience. Each has at most one.
create table media_pictures (
  subject_kind smallint not null check (subject_kind between 1 and 3),   -- person, conversation, organisation
  subject_id bigint not null,
  file_id bigint not null references media_files,
  audience smallint not null check (audience between 1 and 3),   -- who may follow the conversation, whoever is signed in, anyone
  primary key (subject_kind, subject_id)
);
create index media_pictures_of_file on media_pictures (file_id);
