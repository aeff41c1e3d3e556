-- Groups that are led, the inbox and the channels of organisations, invitations; what each member sets for themselves.
alter table conversations drop constraint conversations_kind_check;
alter table conversations add constraint conversations_kind_check check (kind in ('direct', 'group', 'organisation', 'channel'));
alter table conversations add column description text not null default '';
alter table conversations add column organisation_id bigint references organisations;
alter table conversations add column member_count integer not null default 0;   -- kept by a trigger
alter table conversations add check ((kind in ('organisation', 'channel')) = (organisation_id is not null));
-- A person writes to an organisation in one place.
create unique index conversations_with_organisation on conversations (organisation_id, creator_id) where kind = 'organisation';
create index conversations_channels on conversations (organisation_id, id) where kind = 'channel';

alter table conversation_members add column in_name boolean not null default false;   -- takes part in the organisation's name
alter table conversation_members add column archived boolean not null default false;
alter table conversation_members add column pinned_at timestamptz;
alter table conversation_members add column muted_until timestamptz;                  -- infinity: for good
alter table conversation_members add column marked_unread boolean not null default false;
-- Those who lead come first: the order of the members' list.
create index conversation_members_in_order on conversation_members (conversation_id, (-role), joined_at, person_id);

create function count_conversation_members() returns trigger language plpgsql as $$
begin
  update conversations c set member_count = c.member_count + case when tg_op = 'INSERT' then d.n else -d.n end
  from (select conversation_id, count(*) as n from changed group by conversation_id) d
  where c.id = d.conversation_id;
  return null;
end $$;
create trigger conversation_members_added after insert on conversation_members
  referencing new table as changed for each statement execute function count_conversation_members();
create trigger conversation_members_removed after delete on conversation_members
  referencing old table as changed for each statement execute function count_conversation_members();
update conversations c set member_count = (select count(*) from conversation_members n where n.conversation_id = c.id);

create table conversation_links (
  id bigint generated always as identity primary key,
  conversation_id bigint not null references conversations on delete cascade,
  token text not null unique,
  creator_id bigint not null references people,
  needs_approval boolean not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,   -- infinity: never
  revoked_at timestamptz
);
create index conversation_links_of on conversation_links (conversation_id, id);

create table conversation_requests (
  conversation_id bigint not null references conversations on delete cascade,
  person_id bigint not null references people on delete cascade,
  asked_at timestamptz not null default now(),
  primary key (conversation_id, person_id)
);
