-- Read models of the boards (ADR 0029). All of it can be thrown away and built again: `npm run boards:rebuild`.

-- What has changed and is to be counted anew: a return, or an order. Rows are added by whoever changes something, in the same
-- transaction, and taken away by the worker that counts. So nothing is missed in whatever order transactions commit, and
-- nobody waits: each adds a row of its own, and no number is read as a cursor.
create table board_due (
  merchant_id text not null,
  due_id bigint generated always as identity,
  rma_id text,
  order_id text,
  check (num_nonnulls(rma_id, order_id) = 1),
  primary key (merchant_id, due_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

create function board_note_events() returns trigger language plpgsql as $$
begin
  insert into board_due (merchant_id, rma_id) select distinct merchant_id, rma_id from added;
  return null;
end $$;
create trigger board_note_events after insert on rma_event
  referencing new table as added for each statement execute function board_note_events();

create function board_note_orders() returns trigger language plpgsql as $$
begin
  insert into board_due (merchant_id, order_id) select merchant_id, order_id from added;
  return null;
end $$;
create trigger board_note_orders after insert on sales_order
  referencing new table as added for each statement execute function board_note_orders();

-- A newer document of an order moves its version, whatever else it changes; lines of an order change only with it.
create function board_note_order() returns trigger language plpgsql as $$
begin
  insert into board_due (merchant_id, order_id) values (new.merchant_id, new.order_id);
  return null;
end $$;
create trigger board_note_order after update of shipped_at, placed_at, external_version on sales_order
  for each row execute function board_note_order();

-- What one order and its returns add to the sums below, so that it can be taken away again when something changes.
create table board_order (
  merchant_id text not null,
  order_id text not null,
  shop_id text not null,
  share jsonb not null,
  primary key (merchant_id, order_id)
);

create table board_return (
  merchant_id text not null,
  rma_id text collate "C" not null,
  order_id text not null,
  number text not null,
  shop_id text not null,
  resolution text not null,
  reason text not null,
  categories text[] not null,
  skus text[] not null,
  warehouse text,
  -- In the merchant's time zone.
  day date not null,
  opened_at timestamptz not null,
  responded_at timestamptz,
  decided_at timestamptz,
  approved_at timestamptz,
  shipped_at timestamptz,
  received_at timestamptz,
  inspected_at timestamptz,
  refunded_at timestamptz,
  over_at timestamptz,
  answer text,
  answered_by text,
  sends_goods boolean not null,
  due_money boolean not null,
  units integer not null,
  paid_minor bigint not null,
  refunded_minor bigint not null,
  lapses text[] not null,
  primary key (merchant_id, rma_id)
);
create index board_return_opened on board_return (merchant_id, day desc, opened_at desc, rma_id desc);

create table board_return_line (
  merchant_id text not null,
  rma_id text not null,
  line_id text not null,
  day date not null,
  shop_id text not null,
  category text not null,
  sku text not null,
  reason text not null,
  units integer not null,
  paid_minor bigint not null,
  received boolean not null,
  disposition text not null,
  disposed_on date,
  disposed_minor bigint,
  primary key (merchant_id, rma_id, line_id)
);
create index board_return_line_sku on board_return_line (merchant_id, day, sku, rma_id);

-- Sums by the day on which the orders were placed. `category` is empty for whole orders.
create table board_sold_day (
  merchant_id text not null,
  category text not null,
  day date not null,
  shop_id text not null,
  orders bigint not null,
  returned_orders bigint not null,
  units bigint not null,
  returned_units bigint not null,
  paid_minor bigint not null,
  returned_minor bigint not null,
  primary key (merchant_id, category, day, shop_id)
);

-- The same by article, of days and of whole months, so that a long period reads few rows.
create table board_sold_sku (
  merchant_id text not null,
  grain text not null check (grain in ('day', 'month')),
  day date not null,
  shop_id text not null,
  category text not null,
  sku text not null,
  orders bigint not null,
  returned_orders bigint not null,
  units bigint not null,
  returned_units bigint not null,
  paid_minor bigint not null,
  returned_minor bigint not null,
  primary key (merchant_id, grain, day, shop_id, category, sku)
);

-- Sums of what happened, by the day on which it did. `tag` says what of its measure: a reason, an answer, a clock, a way.
create table board_event_day (
  merchant_id text not null,
  measure text not null,
  category text not null,
  day date not null,
  shop_id text not null,
  tag text not null,
  count bigint not null,
  units bigint not null,
  minor bigint not null,
  base_minor bigint not null,
  primary key (merchant_id, measure, category, day, shop_id, tag)
);

do $$
declare
  t text;
begin
  foreach t in array array['board_due', 'board_order', 'board_return', 'board_return_line', 'board_sold_day',
    'board_sold_sku', 'board_event_day']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

-- A worker asks once for all merchants whose boards lag. It learns ids and nothing else.
create policy owner_sees_due on board_due for select to current_user using (true);
create function merchants_with_due_boards() returns setof text
  language sql stable security definer set search_path = ''
  as $$
    with recursive m as (
      select min(merchant_id) as id from public.board_due
      union all
      select (select min(d.merchant_id) from public.board_due d where d.merchant_id > m.id) from m where m.id is not null)
    select id from m where id is not null
  $$;
revoke execute on function merchants_with_due_boards() from public;
grant execute on function merchants_with_due_boards() to guilai_app;

-- What was there before is counted like what is new: a worker takes it from here.
alter table sales_order no force row level security;
alter table board_due no force row level security;
insert into board_due (merchant_id, order_id) select merchant_id, order_id from sales_order;
alter table sales_order force row level security;
alter table board_due force row level security;
