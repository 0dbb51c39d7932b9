-- Who asked to see a buyer's name or phone in clear, when, and what for (个人信息保护法 art. 51, 54). It only grows.
create table reveal_log (
  merchant_id text not null references merchant,
  reveal_id text not null,
  party_id text not null,
  order_id text not null,
  actor_kind text not null,
  actor_id text not null,
  purpose text not null check (purpose <> ''),
  revealed_at timestamptz not null,
  primary key (merchant_id, reveal_id),
  foreign key (merchant_id, party_id) references party,
  foreign key (merchant_id, order_id) references sales_order
);
create index reveal_log_party on reveal_log (merchant_id, party_id, revealed_at desc);

-- What an import has seen so far: `position` is the last row that is done for good, the counts are of the rows up to it.
alter table import_run
  add column shop_id text,
  add column mapping text not null default '',
  add column position bigint not null default 0,
  add column counts jsonb not null default '{}',
  -- How long the file of refused rows is up to `position`: what a killed run wrote beyond it is cut off.
  add column refused_bytes bigint not null default 0;

-- Returns of the time before Guilai, as a file tells of them. They become returns of ours when their units are found
-- among the orders (`imported_return_part`), or stay here with the reason why not.
create table imported_return (
  merchant_id text not null,
  import_id text not null,
  row_number bigint not null,
  shop_id text not null,
  document text not null,
  buyer_token text not null,
  order_external_id text,
  sku text not null,
  quantity integer not null check (quantity > 0),
  currency char(3) not null,
  -- What the file says a unit came back at; the refund itself is the share of what was paid.
  unit_price_minor bigint check (unit_price_minor >= 0),
  returned_at timestamptz not null,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'matched', 'partly', 'unmatched')),
  matched integer not null default 0 check (matched between 0 and quantity),
  -- Why units are left over.
  reason text,
  primary key (merchant_id, import_id, row_number),
  foreign key (merchant_id, import_id) references import_run,
  foreign key (merchant_id, shop_id) references shop
);
create index imported_return_buyer on imported_return (merchant_id, shop_id, buyer_token, sku);
create index imported_return_waiting on imported_return (merchant_id, shop_id, buyer_token) where outcome = 'waiting';

-- Units of one imported return that were bought with one order: one return of ours.
create table imported_return_part (
  merchant_id text not null,
  import_id text not null,
  row_number bigint not null,
  order_id text not null,
  line_id text not null,
  quantity integer not null check (quantity > 0),
  -- Set when the return is opened.
  rma_id text,
  primary key (merchant_id, import_id, row_number, order_id, line_id),
  foreign key (merchant_id, import_id, row_number) references imported_return,
  foreign key (merchant_id, order_id, line_id) references order_line
);
create index imported_return_part_line on imported_return_part (merchant_id, order_id, line_id);

do $$
declare
  t text;
begin
  foreach t in array array['reveal_log', 'imported_return', 'imported_return_part']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke update, delete, truncate on reveal_log from guilai_app;

-- PostgreSQL plans by statistics, and gathers them a minute after a table has grown. A first import grows tables from
-- nothing to hundreds of thousands of rows within that minute, while plans, those of the foreign keys too, are kept from
-- when there was nothing: every row would then look through all rows before it. The program owns no table and may not
-- analyze one, so the owner does it.
create function refresh_order_statistics() returns void
  language plpgsql security definer set search_path = ''
  as $$ begin
    analyze public.party, public.sales_order, public.order_line, public.order_payment, public.imported_return,
      public.imported_return_part;
  end $$;
revoke execute on function refresh_order_statistics() from public;
grant execute on function refresh_order_statistics() to guilai_app;
