-- A saved filter has its name to itself: saving under a name replaces what was there. Of those that share a name the
-- oldest keeps it; the others are all kept, under the first free "name (2)", "name (3)" … of at most 40 characters.
-- The owner reads all merchants' filters for this one change.
alter table saved_view no force row level security;
do $$
declare
  v record;
  n integer;
  free_name text;
begin
  for v in
    select d.merchant_id, d.user_id, d.view_id, d.name from (
      select s.*, row_number() over (partition by merchant_id, user_id, name order by created_at, view_id) as nth
      from saved_view s) d
    where d.nth > 1 order by d.merchant_id, d.user_id, d.name, d.nth
  loop
    n := 1;
    loop
      n := n + 1;
      free_name := left(v.name, 40 - length(format(' (%s)', n))) || format(' (%s)', n);
      exit when not exists (select from saved_view s
        where s.merchant_id = v.merchant_id and s.user_id = v.user_id and s.name = free_name);
    end loop;
    update saved_view s set name = free_name
      where s.merchant_id = v.merchant_id and s.user_id = v.user_id and s.view_id = v.view_id;
  end loop;
end $$;
alter table saved_view force row level security;
alter table saved_view add unique (merchant_id, user_id, name);
