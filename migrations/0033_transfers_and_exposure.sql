-- Accounts that buyers have named for a refund that no gateway can pay. A row never changes: a transfer goes to the one
-- that was approved.
create table payee (
  merchant_id text not null references merchant,
  payee_id text not null,
  rma_id text not null,
  kind text not null check (kind in ('bank', 'alipay')),
  -- Sealed: holder, bank and number. Beside it only what a screen shows.
  account_sealed bytea not null,
  masked_holder text not null,
  account_tail text not null,
  -- Which words the buyer agreed to, and when.
  consent text not null check (consent <> ''),
  consented_at timestamptz not null,
  primary key (merchant_id, payee_id),
  foreign key (merchant_id, rma_id) references rma
);
create index payee_rma on payee (merchant_id, rma_id, consented_at desc);

-- Refunds that people pay at the bank, as the events of their returns add up.
create table refund_transfer (
  merchant_id text not null references merchant,
  transfer_id text not null collate "C",
  refund_id text not null,
  rma_id text not null,
  payee_id text not null,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('proposed', 'approved', 'paid', 'ended', 'overtaken')),
  because text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  paid_by text,
  bank_reference text,
  paid_at timestamptz,
  ended_because text,
  updated_at timestamptz not null,
  primary key (merchant_id, transfer_id),
  foreign key (merchant_id, refund_id) references refund,
  foreign key (merchant_id, rma_id) references rma,
  foreign key (merchant_id, payee_id) references payee,
  -- Nobody approves what he has proposed, and nothing is paid that nobody approved.
  check (approved_by is null or approved_by <> proposed_by),
  check (state not in ('approved', 'paid') or approved_by is not null),
  check ((state = 'paid') = (bank_reference is not null and paid_at is not null and paid_by is not null))
);
-- One refund has one transfer that is open or paid, and one payment at the bank stands for one refund.
create unique index refund_transfer_one on refund_transfer (merchant_id, refund_id)
  where state in ('proposed', 'approved', 'paid');
create unique index refund_transfer_reference on refund_transfer (merchant_id, bank_reference) where state = 'paid';
create index refund_transfer_state on refund_transfer (merchant_id, state, transfer_id desc);
create index refund_transfer_rma on refund_transfer (merchant_id, rma_id);

-- How much a merchant has out at most before goods are back. No row: nothing is paid ahead.
create table advance_limit (
  merchant_id text primary key references merchant,
  currency char(3) not null,
  per_buyer_minor bigint not null check (per_buyer_minor > 0),
  per_shop_minor bigint not null check (per_shop_minor >= per_buyer_minor),
  per_day_minor bigint not null check (per_day_minor >= per_buyer_minor),
  set_by text not null,
  set_at timestamptz not null
);

-- Refunds that were paid before their goods, as the events of their returns add up.
create table exposure (
  merchant_id text not null references merchant,
  rma_id text not null collate "C",
  shop_id text not null,
  moment text not null check (moment in ('approval', 'first_scan')),
  state text not null check (state in ('open', 'returned', 'written_off')),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- Of goods that are not here, while somebody waits for them.
  open_minor bigint not null check (open_minor between 0 and amount_minor),
  written_off_minor bigint not null check (written_off_minor between 0 and amount_minor),
  -- At the merchant's place.
  advanced_on date not null,
  advanced_at timestamptz not null,
  closed_at timestamptz,
  chases integer not null,
  last_chase text,
  last_chase_note text,
  last_chase_at timestamptz,
  written_off_by text,
  written_off_because text,
  written_off_at timestamptz,
  updated_at timestamptz not null,
  primary key (merchant_id, rma_id),
  foreign key (merchant_id, rma_id) references rma,
  check (state = 'open' or open_minor = 0),
  check (state = 'written_off' or written_off_minor = 0)
);
create index exposure_state on exposure (merchant_id, state, advanced_at, rma_id) include (currency, open_minor);
create index exposure_shop on exposure (merchant_id, shop_id) include (currency, open_minor) where state = 'open';
create index exposure_day on exposure (merchant_id, advanced_on) include (currency, amount_minor);

do $$
declare
  t text;
begin
  foreach t in array array['payee', 'refund_transfer', 'advance_limit', 'exposure']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke delete, truncate on payee, refund_transfer, exposure from guilai_app;
revoke update on payee from guilai_app;
