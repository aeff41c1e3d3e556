-- What the mission and the description say, as words (directory/search_index); filled with `search`, by the next start or
-- `wasl admin`.
alter table organisations add column search_text text not null default '';
update organisations set search = null where details ?| array['mission', 'description'];
