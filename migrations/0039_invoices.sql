-- How a merchant reaches the service through which red invoices are applied for and issued.
alter table connection drop constraint connection_kind_check;
alter table connection add constraint connection_kind_check check (kind in ('payment', 'courier', 'finance', 'invoicing'));

-- A paid refund of such an order is looked at for a red invoice; of all others nothing is read.
alter table sales_order add column invoiced boolean not null default false;

-- Invoices (蓝票) that were issued for orders.
create table blue_invoice (
  merchant_id text not null,
  invoice_id text not null collate "C",
  order_id text not null,
  number text not null check (number ~ '^\d{20}$'),
  issued_on date not null,
  buyer_kind text not null check (buyer_kind in ('person', 'company')),
  -- Whether the buyer has confirmed its use or booked it. Null: not known.
  booked boolean,
  entered_by text not null,
  entered_at timestamptz not null,
  primary key (merchant_id, invoice_id),
  unique (merchant_id, number),
  foreign key (merchant_id, order_id) references sales_order
);
create index blue_invoice_order on blue_invoice (merchant_id, order_id);

-- Amounts are with tax. What red invoices take off a line, issued or due, is counted here: never more than it has.
create table blue_invoice_line (
  merchant_id text not null,
  invoice_id text not null,
  line_number integer not null check (line_number > 0),
  order_line_id text not null,
  currency char(3) not null,
  gross_minor bigint not null check (gross_minor > 0),
  tax_minor bigint not null check (tax_minor >= 0 and tax_minor < gross_minor),
  red_gross_minor bigint not null default 0 check (red_gross_minor between 0 and gross_minor),
  red_tax_minor bigint not null default 0 check (red_tax_minor between 0 and tax_minor),
  primary key (merchant_id, invoice_id, line_number),
  foreign key (merchant_id, invoice_id) references blue_invoice
);

-- The task of a red invoice (红字发票): one for each paid refund, blue invoice and reason. Amounts are positive.
create table red_invoice (
  merchant_id text not null,
  red_id text not null collate "C",
  invoice_id text not null,
  order_id text not null,
  shop_id text not null,
  rma_id text not null,
  refund_id text not null,
  reason text not null check (reason in ('02', '04')),
  currency char(3) not null,
  gross_minor bigint not null check (gross_minor > 0),
  tax_minor bigint not null check (tax_minor >= 0 and tax_minor < gross_minor),
  state text not null check (state in ('due', 'queued', 'applying', 'awaiting_buyer', 'awaiting_us', 'confirmed', 'issuing',
    'withdrawing', 'refused', 'denied', 'expired', 'withdrawn', 'blocked', 'issued', 'by_hand')),
  due_at timestamptz not null,
  -- Counts the sheets that were asked for: a new one has a new number of request.
  application integer not null default 0,
  -- Fences a worker that was held up.
  attempts integer not null default 0,
  -- `applying`, `issuing`, `withdrawing` are written before the call: until an answer is kept, nobody knows.
  sent_at timestamptz,
  -- Not before.
  next_at timestamptz,
  sheet_id text,
  sheet_status text,
  confirm_by timestamptz,
  reason_code text,
  cause text,
  red_number text check (red_number ~ '^\d{20}$'),
  issued_on date,
  done_by text,
  note text,
  updated_at timestamptz not null,
  primary key (merchant_id, red_id),
  foreign key (merchant_id, invoice_id) references blue_invoice,
  foreign key (merchant_id, refund_id) references refund,
  check ((state in ('issued', 'by_hand')) = (red_number is not null and issued_on is not null)),
  check ((state = 'by_hand') = (done_by is not null)),
  check (state not in ('applying', 'issuing', 'withdrawing') or sent_at is not null),
  check (state not in ('awaiting_buyer', 'awaiting_us', 'confirmed', 'issuing', 'withdrawing', 'issued') or sheet_id is not null)
);
create unique index red_invoice_number on red_invoice (merchant_id, red_number) where red_number is not null;
create index red_invoice_due on red_invoice (merchant_id, due_at, red_id);
create index red_invoice_state on red_invoice (merchant_id, state, due_at, red_id);
create index red_invoice_rma on red_invoice (merchant_id, rma_id);
create index red_invoice_order on red_invoice (merchant_id, order_id);
create index red_invoice_under_way on red_invoice (merchant_id, next_at)
  where state in ('queued', 'applying', 'awaiting_buyer', 'awaiting_us', 'confirmed', 'issuing', 'withdrawing', 'blocked');

create table red_invoice_line (
  merchant_id text not null,
  red_id text not null,
  line_number integer not null,
  order_line_id text not null,
  gross_minor bigint not null check (gross_minor > 0),
  tax_minor bigint not null check (tax_minor >= 0),
  primary key (merchant_id, red_id, line_number),
  foreign key (merchant_id, red_id) references red_invoice
);

-- Which service red invoices go to. One at a time.
create table invoicing_terms (
  merchant_id text primary key references merchant,
  vendor text not null,
  -- Nothing is sent until a person has seen to it: keys refused, no permission.
  halted text,
  set_by text not null,
  set_at timestamptz not null
);

do $$
declare
  t text;
begin
  foreach t in array array['blue_invoice', 'blue_invoice_line', 'red_invoice', 'red_invoice_line', 'invoicing_terms']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke delete, truncate on blue_invoice, blue_invoice_line, red_invoice, red_invoice_line, invoicing_terms from guilai_app;
