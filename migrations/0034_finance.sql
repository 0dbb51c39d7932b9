-- How a merchant reaches the finance system that its vouchers go to.
alter table connection drop constraint connection_kind_check;
alter table connection add constraint connection_kind_check check (kind in ('payment', 'courier', 'finance'));

-- Which finance system takes a merchant's vouchers, and on what terms. One at a time.
create table finance_terms (
  merchant_id text not null references merchant,
  vendor text not null,
  -- Vouchers of earlier months are not pushed.
  from_period text not null collate "C" check (from_period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  checked_only boolean not null,
  -- A month is closed only when all its vouchers have been pushed.
  close_after_push boolean not null,
  -- Nothing is sent until a person has seen to it: keys refused, no permission.
  halted text,
  set_by text not null,
  set_at timestamptz not null,
  primary key (merchant_id)
);

-- What the accounts of the books are called in the finance system.
create table finance_account (
  merchant_id text not null,
  vendor text not null,
  code text not null,
  their_code text not null check (their_code <> ''),
  -- Over there its lines name whose money it is, under this name (辅助核算维度).
  dimension text check (dimension <> ''),
  set_by text not null,
  set_at timestamptz not null,
  primary key (merchant_id, vendor, code),
  foreign key (merchant_id, code) references account (merchant_id, code)
);

-- What platforms, couriers and other parties are called there. Without an id: all of the kind that have no code of their own.
create table finance_party (
  merchant_id text not null references merchant,
  vendor text not null,
  party_kind text not null check (party_kind in ('platform', 'courier', 'vendor', 'insurer', 'government', 'buyer')),
  party_id text not null,
  their_code text not null check (their_code <> ''),
  set_by text not null,
  set_at timestamptz not null,
  primary key (merchant_id, vendor, party_kind, party_id)
);

-- What became of a voucher at the finance system. One that has no row waits.
create table voucher_export (
  merchant_id text not null,
  voucher_id text not null,
  vendor text not null,
  -- `sending` is written before the call: until an answer is kept, nobody knows whether it arrived.
  state text not null check (state in ('waiting', 'sending', 'pushed', 'refused', 'unknown')),
  attempts integer not null default 0,
  sent_at timestamptz,
  -- Not before.
  next_at timestamptz,
  reason_code text,
  reason text,
  vendor_id text,
  vendor_number text,
  settled_at timestamptz,
  -- A person who has looked there, where no answer said it.
  settled_by text,
  primary key (merchant_id, voucher_id),
  foreign key (merchant_id, voucher_id) references voucher,
  check ((state = 'pushed') = (vendor_id is not null)),
  check ((state = 'refused') <= (reason_code is not null)),
  check (state not in ('sending', 'unknown') or sent_at is not null)
);
create index voucher_export_left on voucher_export (merchant_id, state) where state <> 'pushed';

do $$
declare
  t text;
begin
  foreach t in array array['finance_terms', 'finance_account', 'finance_party', 'voucher_export']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke delete, truncate on finance_terms, voucher_export from guilai_app;
