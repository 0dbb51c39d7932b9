-- What moves goods apart from returns and parcels of nobody: putting away, counting, repairing, sending to vendors.
create table stock_document (
  merchant_id text not null references merchant,
  document_id text not null,
  kind text not null check (kind in ('transfer', 'count', 'repair', 'vendor_return')),
  -- On its paper. Byte order, so that its beginning finds it.
  number text collate "C" not null,
  state text not null,
  -- What lists show and find it by; null where it is about several.
  sku text,
  location text,
  vendor_id text,
  units integer not null,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null,
  opened_by_command text not null,
  primary key (merchant_id, document_id),
  unique (merchant_id, number),
  unique (merchant_id, opened_by_command)
);
create index stock_document_newest on stock_document (merchant_id, kind, document_id desc);
create index stock_document_state on stock_document (merchant_id, kind, state, document_id desc);
create index stock_document_repairs on stock_document (merchant_id, sku, location) where kind = 'repair' and state = 'open';
create index stock_document_vendor on stock_document (merchant_id, vendor_id) where vendor_id is not null;

-- What happened to it, by whom. It only grows.
create table stock_document_event (
  merchant_id text not null,
  document_id text not null,
  seq integer not null check (seq > 0),
  type text not null,
  data jsonb not null,
  actor_kind text not null,
  actor_id text not null,
  command_id text not null,
  command_hash bytea not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (merchant_id, document_id, seq),
  foreign key (merchant_id, document_id) references stock_document
);

-- No movement without a cause, and none with two.
alter table stock_movement
  add column document_id text,
  add column document_seq integer,
  -- Of the movements of one event, in order.
  add column document_line integer,
  -- What left the books of the place they came from, where it is not what arrived: goods become worth less on the way.
  add column cost_minor bigint check (cost_minor >= 0),
  drop constraint stock_movement_of_one,
  add constraint stock_movement_of_one check (
    num_nonnulls(rma_id, unknown_id, document_id) = 1
    and (rma_id is null) = (rma_seq is null)
    and (unknown_id is null) = (unknown_seq is null)
    and (document_id is null) = (document_seq is null)
    and (document_id is null) = (document_line is null)),
  add foreign key (merchant_id, document_id) references stock_document;
create unique index stock_movement_document on stock_movement (merchant_id, document_id, document_seq, document_line)
  where document_id is not null;

-- An entry of the books has one cause too.
alter table journal_entry
  alter column rma_id drop not null,
  alter column rma_seq drop not null,
  alter column rma_number drop not null,
  add column document_id text,
  add column document_seq integer,
  add column document_number text,
  add constraint journal_entry_of_one check (
    num_nonnulls(rma_id, document_id) = 1
    and num_nonnulls(rma_id, rma_seq, rma_number) in (0, 3)
    and num_nonnulls(document_id, document_seq, document_number) in (0, 3)),
  add foreign key (merchant_id, document_id) references stock_document;
create unique index journal_entry_document on journal_entry (merchant_id, document_id, document_seq, kind)
  where document_id is not null;

alter table stock_balance add column value_minor bigint not null default 0;
create index stock_balance_place on stock_balance (merchant_id, location, sku, condition) where quantity <> 0;
create index stock_balance_condition on stock_balance (merchant_id, condition, sku, location) where quantity <> 0;

create function stock_is_there() returns trigger language plpgsql as $$
begin
  raise exception 'there are no % units of % (%) at %', new.quantity, new.sku, new.condition, new.location
    using errcode = 'check_violation', constraint = 'stock_is_there';
end $$;
-- A check of the table would look at what is proposed before the balance is added to it.
create trigger stock_is_there after insert or update on stock_balance for each row
  when (new.quantity < 0 and new.location not in ('customer', 'supplier', 'difference'))
  execute function stock_is_there();

-- The merchant's places. One that appears in a movement is known from then on.
create table stock_location (
  merchant_id text not null references merchant,
  code text not null,
  kind text not null check (kind in ('returns', 'shelf', 'quarantine', 'repair', 'vendor', 'scrap')),
  active boolean not null default true,
  primary key (merchant_id, code)
);

create table stock_vendor (
  merchant_id text not null references merchant,
  vendor_id text not null,
  code text not null,
  name text not null,
  primary key (merchant_id, vendor_id),
  unique (merchant_id, code)
);
create table sku_vendor (
  merchant_id text not null,
  sku text not null,
  vendor_id text not null,
  primary key (merchant_id, sku),
  foreign key (merchant_id, vendor_id) references stock_vendor
);
create index sku_vendor_vendor on sku_vendor (merchant_id, vendor_id, sku);

-- How much of an article can be sold has changed in a place. Numbers are given while the balance is locked, so those of one
-- balance are in its order; positions are given one after another to what is committed, so that whoever reads on from a
-- position misses nothing.
create table stock_change (
  merchant_id text not null,
  change_no bigint generated always as identity,
  position bigint,
  sku text not null,
  location text not null,
  delta bigint not null,
  balance bigint not null,
  movement_ids text[] not null,
  occurred_at timestamptz not null default now(),
  primary key (merchant_id, change_no)
);
create unique index stock_change_position on stock_change (merchant_id, position) where position is not null;
create index stock_change_new on stock_change (merchant_id, change_no) where position is null;

-- The merchant's own system (WMS, shop) that is told of them.
create table stock_hook (
  merchant_id text not null references merchant,
  url text not null,
  -- Sealed.
  secret bytea not null,
  paused boolean not null default false,
  failing_since timestamptz,
  last_error text,
  last_sent_at timestamptz,
  -- Changes up to here have their delivery.
  position bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id)
);
create table stock_delivery (
  merchant_id text not null,
  position bigint not null,
  sku text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead', 'skipped')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  settled_at timestamptz,
  cause text,
  primary key (merchant_id, position),
  foreign key (merchant_id) references stock_hook on delete cascade
);
-- Of one article the oldest that is not settled goes first, and a dead one holds the others back.
create index stock_delivery_open on stock_delivery (merchant_id, sku, position) where state in ('waiting', 'dead');
create index stock_delivery_state on stock_delivery (merchant_id, state, position desc);

do $$
declare
  t text;
begin
  foreach t in array array['stock_document', 'stock_document_event', 'stock_location', 'stock_vendor', 'sku_vendor',
    'stock_change', 'stock_hook', 'stock_delivery']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke update, delete, truncate on stock_document_event from guilai_app;
revoke delete, truncate on stock_document, stock_change from guilai_app;

-- What is there already: what left with each movement, what each place is worth, the places, and the new accounts.
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    update stock_movement s set cost_minor = (e.data -> 'cost' ->> 'minor')::bigint from rma_event e
      where s.merchant_id = m and e.merchant_id = m and e.rma_id = s.rma_id and e.seq = s.rma_seq
        and e.type = 'line_disposed' and (e.data -> 'cost' ->> 'minor')::bigint <> s.value_minor;
    update stock_movement set cost_minor = 0
      where merchant_id = m and rma_id is not null and to_location = 'returns' and from_location <> 'customer' and value_minor <> 0;
    update stock_movement s set cost_minor = s.value_minor, value_minor = 0 from rma_event e
      where s.merchant_id = m and e.merchant_id = m and e.rma_id = s.rma_id and e.seq = s.rma_seq
        and e.type = 'line_receipt_undone' and s.value_minor <> 0;
    update stock_balance b set value_minor = v.value from (
      select sku, location, condition, sum(value) as value from (
        select sku, to_location as location, to_condition as condition, value_minor as value
          from stock_movement where merchant_id = m
        union all
        select sku, from_location, from_condition, -coalesce(cost_minor, value_minor)
          from stock_movement where merchant_id = m) as side
      group by sku, location, condition) as v
      where b.merchant_id = m and b.sku = v.sku and b.location = v.location and b.condition = v.condition;
    insert into stock_location (merchant_id, code, kind)
      select distinct m, location, case location when 'returns' then 'returns' when 'QUARANTINE' then 'quarantine' else 'shelf' end
      from stock_balance where merchant_id = m and location <> 'customer';
    insert into account (merchant_id, code, role, name_zh, name_en, side)
      select m, a.code, a.role, a.zh, a.en, a.side from (values
        ('1221.02', 'vendor_receivable', '其他应收款—供应商退货', 'Receivable from vendors', 'debit'),
        ('2202.01', 'repair_payable', '应付账款—维修', 'Payable for repairs', 'credit'),
        ('6601.01', 'repair_cost', '销售费用—售后维修', 'Repairs', 'debit')) as a(code, role, zh, en, side)
      where exists (select from account where merchant_id = m)
      on conflict do nothing;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
