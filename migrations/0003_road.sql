-- The road of a return: orders with their allocations, returns with their events, parcels, refunds, books, stock.
-- Every table begins its keys with merchant_id, so that a merchant's rows live together on one machine or on many.
-- The tables that only grow with every command refer to no row that all commands of a merchant share (the merchant, an
-- account): the check of a foreign key locks the row it finds, and all of them would write on that one row in turn.

create table shop (
  merchant_id text not null references merchant,
  shop_id text not null,
  channel text not null,
  name text not null,
  external_id text not null,
  -- What the connector needs besides secrets: base URL, app key, return address id.
  settings jsonb not null default '{}',
  -- Sealed credentials (AES-256-GCM; the key is not in the database).
  credentials bytea,
  return_address jsonb not null default '{}',
  active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (merchant_id, shop_id),
  unique (merchant_id, channel, external_id)
);

create table policy (
  merchant_id text not null references merchant,
  version integer not null,
  content jsonb not null,
  published_at timestamptz not null default now(),
  published_by text not null,
  primary key (merchant_id, version)
);

create table account (
  merchant_id text not null references merchant,
  code text not null,
  role text not null,
  name_zh text not null,
  name_en text not null,
  side text not null check (side in ('debit', 'credit')),
  primary key (merchant_id, code),
  unique (merchant_id, role)
);

-- A person behind an order. Names and phones are sealed; the index finds an exact phone without storing it.
create table party (
  merchant_id text not null references merchant,
  party_id text not null,
  shop_id text not null,
  token text not null,
  nick text not null default '',
  name_sealed bytea,
  phone_sealed bytea,
  phone_tail text not null default '',
  phone_index bytea,
  created_at timestamptz not null default now(),
  primary key (merchant_id, party_id),
  unique (merchant_id, shop_id, token),
  foreign key (merchant_id, shop_id) references shop
);

create table sales_order (
  merchant_id text not null,
  order_id text not null,
  shop_id text not null,
  channel text not null,
  -- Byte order, so that the beginning of a number finds it through the index in any database.
  external_id text collate "C" not null,
  -- Newest wins: an older document of the same order changes nothing.
  external_version bigint not null default 0,
  currency char(3) not null,
  buyer_id text not null,
  placed_at timestamptz not null,
  paid_at timestamptz,
  shipped_at timestamptz,
  delivered_at timestamptz,
  business_purchase boolean not null default false,
  freight_minor bigint not null check (freight_minor >= 0),
  paid_minor bigint not null check (paid_minor >= 0),
  created_at timestamptz not null default now(),
  primary key (merchant_id, order_id),
  unique (merchant_id, shop_id, external_id),
  foreign key (merchant_id, shop_id) references shop,
  foreign key (merchant_id, buyer_id) references party
);
create index sales_order_placed on sales_order (merchant_id, placed_at desc, order_id desc);
create index sales_order_external on sales_order (merchant_id, external_id);
create index sales_order_buyer on sales_order (merchant_id, buyer_id);

create table order_line (
  merchant_id text not null,
  order_id text not null,
  line_id text not null,
  position integer not null,
  external_id text not null,
  sku text not null,
  title text not null,
  image_url text,
  quantity integer not null check (quantity > 0),
  unit_price_minor bigint not null check (unit_price_minor >= 0),
  paid_minor bigint not null check (paid_minor >= 0),
  freight_minor bigint not null check (freight_minor >= 0),
  discounts jsonb not null default '[]',
  unit_cost_minor bigint not null default 0 check (unit_cost_minor >= 0),
  vat_basis_points integer not null default 1300 check (vat_basis_points between 0 and 10000),
  goods_class text not null default 'general',
  exclusion text,
  exclusion_confirmed boolean not null default false,
  -- The ceilings. They stand here so that no code, however wrong, returns more than was bought or pays more than was paid.
  claimed integer not null default 0 check (claimed between 0 and quantity),
  settled integer not null default 0 check (settled between 0 and quantity),
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and paid_minor + freight_minor),
  primary key (merchant_id, order_id, line_id),
  unique (merchant_id, order_id, position),
  foreign key (merchant_id, order_id) references sales_order
);
create index order_line_sku on order_line (merchant_id, sku);

create table order_payment (
  merchant_id text not null,
  order_id text not null,
  payment_id text not null,
  position integer not null,
  method text not null,
  trade_number text not null,
  paid_minor bigint not null check (paid_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and paid_minor),
  primary key (merchant_id, order_id, payment_id),
  foreign key (merchant_id, order_id) references sales_order
);

-- The truth about returns. Nothing updates or deletes it.
create table rma_event (
  merchant_id text not null,
  rma_id text not null,
  seq integer not null check (seq > 0),
  type text not null,
  data jsonb not null,
  actor_kind text not null,
  actor_id text not null,
  command_id text not null,
  -- Of the command's content: the same id with other content is refused.
  command_hash bytea not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (merchant_id, rma_id, seq)
);
create index rma_event_recorded on rma_event (merchant_id, recorded_at);

-- What the events add up to, for lists and searches. Written with them, rebuilt from them by `npm run replay`.
create table rma (
  merchant_id text not null,
  rma_id text not null,
  number text collate "C" not null,
  order_id text not null,
  order_external_id text collate "C" not null,
  shop_id text not null,
  channel text not null,
  external_id text,
  resolution text not null,
  reason text not null,
  review text not null,
  stage text not null,
  channel_push text not null,
  due_at timestamptz,
  due_source text,
  units integer not null,
  currency char(3) not null,
  amount_minor bigint not null,
  refunded_minor bigint not null default 0,
  opened_at timestamptz not null,
  approved_at timestamptz,
  received_at timestamptz,
  updated_at timestamptz not null,
  opened_by_command text not null,
  version integer not null,
  primary key (merchant_id, rma_id),
  unique (merchant_id, number),
  unique (merchant_id, opened_by_command),
  foreign key (merchant_id, order_id) references sales_order
);
create unique index rma_channel_document on rma (merchant_id, shop_id, external_id) where external_id is not null;
create index rma_stage_due on rma (merchant_id, stage, due_at, rma_id) where due_at is not null;
create index rma_newest on rma (merchant_id, opened_at desc, rma_id desc);
create index rma_stage_newest on rma (merchant_id, stage, opened_at desc, rma_id desc);
create index rma_shop_newest on rma (merchant_id, shop_id, opened_at desc, rma_id desc);
create index rma_channel_problem on rma (merchant_id, opened_at desc, rma_id desc) where channel_push = 'failed';
create index rma_order on rma (merchant_id, order_id);

create table rma_line (
  merchant_id text not null,
  rma_id text not null,
  line_id text not null,
  order_line_id text not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  reception text not null,
  inspection text not null,
  disposition text not null,
  settlement text not null,
  grade text,
  primary key (merchant_id, rma_id, line_id),
  foreign key (merchant_id, rma_id) references rma
);
create index rma_line_sku on rma_line (merchant_id, sku);

-- Words of a buyer or a colleague. They may name people, so they are not events and can be erased.
create table rma_note (
  merchant_id text not null,
  rma_id text not null,
  note_id text not null,
  author_kind text not null,
  author_id text not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, rma_id, note_id),
  foreign key (merchant_id, rma_id) references rma
);

create table refund (
  merchant_id text not null,
  refund_id text not null,
  rma_id text not null,
  order_id text not null,
  payment_id text not null,
  method text not null,
  trade_number text not null,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('requested', 'unknown', 'succeeded', 'rejected', 'replaced')),
  gateway_reference text,
  cause text,
  retryable boolean not null default false,
  requested_at timestamptz not null,
  settled_at timestamptz,
  updated_at timestamptz not null,
  primary key (merchant_id, refund_id),
  foreign key (merchant_id, rma_id) references rma,
  foreign key (merchant_id, order_id, payment_id) references order_payment
);
create index refund_state on refund (merchant_id, state, refund_id desc);
create index refund_settled on refund (merchant_id, settled_at) where settled_at is not null;
create index refund_rma on refund (merchant_id, rma_id);

create table parcel (
  merchant_id text not null references merchant,
  parcel_id text not null,
  courier text not null,
  waybill text not null,
  status text not null default 'ordered',
  last_scan_at timestamptz,
  delivered_at timestamptz,
  subscribed_at timestamptz,
  tracking_ended boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (merchant_id, parcel_id),
  unique (merchant_id, waybill, courier)
);

create table parcel_rma (
  merchant_id text not null,
  parcel_id text not null,
  rma_id text not null,
  primary key (merchant_id, parcel_id, rma_id),
  foreign key (merchant_id, parcel_id) references parcel,
  foreign key (merchant_id, rma_id) references rma
);
create index parcel_rma_by_rma on parcel_rma (merchant_id, rma_id);

create table parcel_scan (
  merchant_id text not null,
  parcel_id text not null,
  position integer not null,
  at timestamptz not null,
  status text not null,
  code text not null,
  text text not null,
  location text,
  primary key (merchant_id, parcel_id, position),
  foreign key (merchant_id, parcel_id) references parcel
);

create table journal_entry (
  merchant_id text not null,
  entry_id text not null,
  kind text not null,
  posted_on date not null,
  rma_id text not null,
  rma_seq integer not null,
  rma_number text not null,
  currency char(3) not null,
  recorded_at timestamptz not null default now(),
  primary key (merchant_id, entry_id),
  -- One event is booked once.
  unique (merchant_id, rma_id, rma_seq, kind)
);
create index journal_entry_posted on journal_entry (merchant_id, posted_on desc, entry_id desc);

create table journal_line (
  merchant_id text not null,
  entry_id text not null,
  line_no integer not null,
  account_code text not null,
  debit_minor bigint not null check (debit_minor >= 0),
  credit_minor bigint not null check (credit_minor >= 0),
  check ((debit_minor = 0) <> (credit_minor = 0)),
  primary key (merchant_id, entry_id, line_no),
  foreign key (merchant_id, entry_id) references journal_entry
);
create index journal_line_account on journal_line (merchant_id, account_code);

create function journal_entry_balances() returns trigger language plpgsql as $$
declare
  difference numeric;
  lines integer;
begin
  select coalesce(sum(debit_minor), 0) - coalesce(sum(credit_minor), 0), count(*) into difference, lines
    from journal_line where merchant_id = new.merchant_id and entry_id = new.entry_id;
  if difference <> 0 or lines < 2 then
    raise exception 'journal entry % does not balance: difference %, % lines', new.entry_id, difference, lines
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
-- At commit, when all lines are there; once for each entry.
create constraint trigger journal_entry_balances after insert or update on journal_entry
  deferrable initially deferred for each row execute function journal_entry_balances();

create function journal_lines_fit() returns trigger language plpgsql as $$
declare
  bad record;
begin
  -- `offset 0` keeps the look-ups by key: a join with `added`, whose size no plan knows, would read whole tables.
  select l.entry_id, l.account_code, a.code is null as unknown_account into bad from added l
    left join lateral (select e.xmin as written_by from journal_entry e
      where e.merchant_id = l.merchant_id and e.entry_id = l.entry_id offset 0) e on true
    left join lateral (select a.code from account a
      where a.merchant_id = l.merchant_id and a.code = l.account_code offset 0) a on true
    where a.code is null or e.written_by <> pg_current_xact_id()::xid
    limit 1;
  if bad.unknown_account then
    raise exception 'journal entry % names account %, which does not exist', bad.entry_id, bad.account_code
      using errcode = 'foreign_key_violation';
  elsif found then
    raise exception 'a line cannot be added to a journal entry of an earlier transaction: %', bad.entry_id
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
-- So the check at commit sees every line that an entry will ever have, and every line has its account. An account keeps
-- its code and stays, so looking it up without a lock is enough.
create trigger journal_lines_fit after insert on journal_line
  referencing new table as added for each statement execute function journal_lines_fit();

create table stock_movement (
  merchant_id text not null,
  movement_id text not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  from_location text not null,
  from_condition text not null,
  to_location text not null,
  to_condition text not null,
  currency char(3) not null,
  value_minor bigint not null check (value_minor >= 0),
  rma_id text not null,
  rma_seq integer not null,
  recorded_at timestamptz not null default now(),
  check ((from_location, from_condition) <> (to_location, to_condition)),
  primary key (merchant_id, movement_id),
  unique (merchant_id, rma_id, rma_seq)
);
create index stock_movement_sku on stock_movement (merchant_id, sku, movement_id desc);

-- The movements added up. What left one place arrived at another, so a SKU's quantities always sum to zero.
create table stock_balance (
  merchant_id text not null,
  sku text not null,
  location text not null,
  condition text not null,
  quantity bigint not null,
  primary key (merchant_id, sku, location, condition)
);

-- Whatever a vendor sends is kept as it came before anything reads it.
create table inbox_document (
  merchant_id text not null,
  shop_id text not null,
  kind text not null,
  document_id text not null,
  version bigint not null,
  payload jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'applied', 'superseded', 'refused')),
  reason text,
  attempts integer not null default 0,
  received_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (merchant_id, shop_id, kind, document_id, version),
  foreign key (merchant_id, shop_id) references shop
);
create index inbox_document_state on inbox_document (merchant_id, state, received_at desc);

create table sync_cursor (
  merchant_id text not null,
  shop_id text not null,
  feed text not null,
  position timestamptz not null,
  last_run_at timestamptz,
  last_error text,
  primary key (merchant_id, shop_id, feed),
  foreign key (merchant_id, shop_id) references shop
);

create table file (
  merchant_id text not null references merchant,
  file_id text not null,
  media_type text not null,
  bytes integer not null,
  width integer not null,
  height integer not null,
  -- Of the bytes as they were sent, before anything was stripped: evidence.
  original_sha256 bytea not null,
  uploaded_by text not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, file_id)
);

create table saved_view (
  merchant_id text not null references merchant,
  user_id text not null,
  view_id text not null,
  name text not null,
  query text not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, user_id, view_id)
);

create table import_run (
  merchant_id text not null references merchant,
  import_id text not null,
  kind text not null,
  source_name text not null,
  -- The same file goes on where it stopped; a changed file is another import.
  source_sha256 bytea not null,
  rows_read bigint not null default 0,
  rows_taken bigint not null default 0,
  rows_refused bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'finished')),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (merchant_id, import_id),
  unique (merchant_id, kind, source_sha256)
);

-- Row-level security on every table that has a merchant: what another merchant owns does not exist.
do $$
declare
  t text;
begin
  foreach t in array array['shop', 'policy', 'account', 'party', 'sales_order', 'order_line', 'order_payment', 'rma_event',
    'rma', 'rma_line', 'rma_note', 'refund', 'parcel', 'parcel_rma', 'parcel_scan', 'journal_entry', 'journal_line',
    'stock_movement', 'stock_balance', 'inbox_document', 'sync_cursor', 'file', 'saved_view', 'import_run']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke update, delete, truncate on rma_event, journal_entry, journal_line, stock_movement from guilai_app;
revoke update, delete, truncate on account from guilai_app;
revoke delete, truncate on sales_order, order_line, order_payment, rma, rma_line, refund, policy from guilai_app;
