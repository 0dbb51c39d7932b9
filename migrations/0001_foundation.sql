-- The role of the running program. It owns nothing, so it cannot switch off the row-level security that keeps merchants
-- apart. Nobody logs in as it: connections take it on with the start-up parameter `role`.
do $$
begin
  create role guilai_app nologin nosuperuser nocreatedb nocreaterole nobypassrls;
exception
  -- Roles belong to the whole server: another database of it may have made this one, perhaps at this moment.
  when duplicate_object or unique_violation then null;
end
$$;

-- A superuser may take on any role; another owner, as managed servers have it, needs to be let in.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant guilai_app to %I', current_user);
  end if;
end
$$;

revoke create on schema public from public;
grant usage on schema public to guilai_app;

-- Tables made by later migrations. Those that only grow take `update` and `delete` back.
alter default privileges in schema public grant select, insert, update, delete on tables to guilai_app;
alter default privileges in schema public grant usage, select on sequences to guilai_app;

-- The merchant whose rows this transaction may see, or null, which equals no merchant. Plain SQL, so that the planner
-- puts the body in its place and an index on merchant_id serves.
create function current_merchant() returns text
  language sql stable parallel safe
  return nullif(current_setting('app.merchant_id', true), '');
