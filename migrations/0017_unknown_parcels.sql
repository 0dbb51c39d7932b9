-- Parcels that came without anybody knowing whose they are (无主件): booked in, set apart, bound to a return, or sent back.
create table unknown_parcel (
  merchant_id text not null references merchant,
  unknown_id text not null,
  state text not null check (state in ('open', 'bound', 'sent_back')),
  -- Where the goods are set apart.
  location text not null check (location not in ('customer', 'returns')),
  courier text,
  -- Byte order, as labels have it.
  waybill text collate "C",
  -- Of the sender, as the label has it: the phone is never here, only its keyed index and its four last digits.
  phone_index bytea,
  phone_tail text,
  name_sealed bytea,
  city text,
  weight_grams integer check (weight_grams > 0),
  photos text[] not null default '{}',
  units integer not null check (units >= 0),
  -- The ceiling: no piece is taken into returns twice.
  bound_units integer not null default 0 check (bound_units between 0 and units),
  arrived_at timestamptz not null,
  -- The return that a later request suggests, until somebody has bound or refused it.
  suggested_rma_id text,
  suggested_score real check (suggested_score between 0 and 1),
  version integer not null,
  opened_by_command text not null,
  updated_at timestamptz not null,
  check (state <> 'bound' or (units > 0 and bound_units = units)),
  primary key (merchant_id, unknown_id),
  unique (merchant_id, opened_by_command)
);
create index unknown_parcel_state on unknown_parcel (merchant_id, state, arrived_at, unknown_id);
-- A parcel is booked in once; it may come again after it was sent back.
create unique index unknown_parcel_waybill on unknown_parcel (merchant_id, waybill)
  where waybill is not null and state <> 'sent_back';
create index unknown_parcel_number on unknown_parcel (merchant_id, waybill) where waybill is not null;
create index unknown_parcel_phone on unknown_parcel (merchant_id, phone_index)
  where state = 'open' and phone_index is not null;
create index unknown_parcel_tail on unknown_parcel (merchant_id, phone_tail)
  where state = 'open' and phone_tail is not null;
create index unknown_parcel_suggested on unknown_parcel (merchant_id, suggested_rma_id)
  where suggested_rma_id is not null;

create table unknown_parcel_item (
  merchant_id text not null,
  unknown_id text not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  bound integer not null default 0 check (bound between 0 and quantity),
  primary key (merchant_id, unknown_id, sku),
  foreign key (merchant_id, unknown_id) references unknown_parcel
);
create index unknown_parcel_item_sku on unknown_parcel_item (merchant_id, sku, unknown_id);

-- Which returns took goods from which parcel, as long as they hold them.
create table unknown_parcel_binding (
  merchant_id text not null,
  unknown_id text not null,
  rma_id text not null,
  units integer not null check (units > 0),
  primary key (merchant_id, unknown_id, rma_id),
  foreign key (merchant_id, unknown_id) references unknown_parcel,
  foreign key (merchant_id, rma_id) references rma
);
create index unknown_parcel_binding_rma on unknown_parcel_binding (merchant_id, rma_id);

-- What happened to it, by whom. It only grows.
create table unknown_parcel_event (
  merchant_id text not null,
  unknown_id text not null,
  seq integer not null check (seq > 0),
  type text not null,
  data jsonb not null,
  actor_kind text not null,
  actor_id text not null,
  command_id text not null,
  command_hash bytea not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (merchant_id, unknown_id, seq)
);

-- What one unit weighs, learned from parcels with one article: the scales' figures and how many units they were of.
create table sku_weight (
  merchant_id text not null references merchant,
  sku text not null,
  units bigint not null check (units >= 0),
  grams bigint not null check (grams >= 0),
  primary key (merchant_id, sku)
);

-- The numbers that orders went out under, to be found by them: a parcel that nobody took comes back under its own. Row-level
-- security keeps an index over the JSON of the order from being used.
create table outbound_waybill (
  merchant_id text not null,
  waybill text not null collate "C",
  order_id text not null,
  primary key (merchant_id, waybill, order_id),
  foreign key (merchant_id, order_id) references sales_order
);
create function remember_outbound() returns trigger language plpgsql as $$
begin
  insert into outbound_waybill (merchant_id, waybill, order_id)
    select distinct new.merchant_id, o.waybill, new.order_id
    from jsonb_to_recordset(new.outbound) as o(waybill text) where o.waybill <> ''
    on conflict do nothing;
  return null;
end $$;
create trigger remember_outbound after insert or update of outbound on sales_order
  for each row when (new.outbound <> '[]') execute function remember_outbound();

-- Goods that are nobody's move too. A movement is of a return or of such a parcel.
alter table stock_movement
  alter column rma_id drop not null,
  alter column rma_seq drop not null,
  add column unknown_id text,
  add column unknown_seq integer,
  add constraint stock_movement_of_one check (
    (rma_id is null) = (rma_seq is null) and (unknown_id is null) = (unknown_seq is null)
    and (rma_id is null) <> (unknown_id is null));
create unique index stock_movement_unknown on stock_movement (merchant_id, unknown_id, unknown_seq, sku)
  where unknown_id is not null;

-- The newest orders and returns that hold an article are read in the order of their ids: the same indexes, a key longer.
drop index order_line_sku;
create index order_line_sku on order_line (merchant_id, sku, order_id);
drop index rma_line_sku;
create index rma_line_sku on rma_line (merchant_id, sku, rma_id);

do $$
declare
  t text;
begin
  foreach t in array array['unknown_parcel', 'unknown_parcel_item', 'unknown_parcel_binding', 'unknown_parcel_event',
    'sku_weight', 'outbound_waybill']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

-- The numbers of the orders that are there already.
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    insert into outbound_waybill (merchant_id, waybill, order_id)
      select distinct s.merchant_id, o.waybill, s.order_id
      from sales_order s, jsonb_to_recordset(s.outbound) as o(waybill text)
      where s.merchant_id = m and s.outbound <> '[]' and o.waybill <> ''
      on conflict do nothing;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;

revoke update, delete, truncate on unknown_parcel_event from guilai_app;
revoke delete, truncate on unknown_parcel from guilai_app;
