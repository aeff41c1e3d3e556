-- The picture that stands for an organisation: a file of media, which keeps it for as long as it does.
alter table organisations add column logo_id bigint;
