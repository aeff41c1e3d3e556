-- The read-only door for modules that write to people by mail.
create view reachable_people as
  select p.id, p.name, p.email, p.email_key, p.language from people p join confirmed_people c on c.id = p.id;
