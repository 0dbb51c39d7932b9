-- What is demanded of couriers, insurers, platforms and vendors for a loss of a return, as its events add up.
create table claim (
  merchant_id text not null,
  claim_id text not null,
  rma_id text not null,
  against text not null check (against in ('courier', 'insurer', 'platform', 'vendor')),
  -- A courier's code, or the name of the insurer, the platform or the vendor.
  party text not null,
  cause text not null,
  waybill text collate "C",
  reference text not null collate "C",
  state text not null check (state in ('filed', 'accepted', 'refused', 'paid', 'written_off', 'withdrawn')),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- Nobody grants more than was claimed, and nobody pays more than he has granted.
  accepted_minor bigint not null check (accepted_minor between 0 and amount_minor),
  paid_minor bigint not null check (paid_minor between 0 and accepted_minor),
  written_off_minor bigint not null check (written_off_minor between 0 and amount_minor - accepted_minor),
  appeals integer not null check (appeals >= 0),
  filed_at timestamptz not null,
  answer_due timestamptz not null,
  answered_at timestamptz,
  refused_because text,
  updated_at timestamptz not null,
  primary key (merchant_id, claim_id),
  foreign key (merchant_id, rma_id) references rma
);
create index claim_newest on claim (merchant_id, filed_at desc, claim_id desc);
create index claim_state on claim (merchant_id, state, filed_at desc, claim_id desc);
create index claim_due on claim (merchant_id, answer_due, claim_id) where state = 'filed';
create index claim_rma on claim (merchant_id, rma_id);
create index claim_waybill on claim (merchant_id, waybill) where waybill is not null;
create index claim_reference on claim (merchant_id, reference) where reference <> '';

-- Return freight that a buyer advanced. One for each parcel, however many returns travel in it: the key says so.
create table postage (
  merchant_id text not null,
  waybill text not null collate "C",
  rma_id text not null,
  currency char(3) not null,
  asked_minor bigint not null check (asked_minor > 0),
  -- Of the merchant and, for him, of a platform: never more than was asked for.
  ours_minor bigint not null check (ours_minor between 0 and asked_minor),
  insurer_minor bigint not null check (insurer_minor >= 0),
  -- What the buyer has of ours although the insurer has paid it too.
  twice_minor bigint not null check (twice_minor between 0 and ours_minor),
  insured boolean not null,
  state text not null check (state in ('asked', 'with_insurer', 'part_paid', 'paid', 'declined', 'paid_twice')),
  asked_by text not null check (asked_by in ('buyer', 'staff')),
  asked_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, waybill),
  foreign key (merchant_id, rma_id) references rma
);
create index postage_newest on postage (merchant_id, asked_at desc, waybill desc);
create index postage_state on postage (merchant_id, state, asked_at desc, waybill desc);
create index postage_rma on postage (merchant_id, rma_id);

-- How many days each party has to answer, where the merchant says otherwise than the program.
create table claim_terms (
  merchant_id text not null references merchant,
  against text not null check (against in ('courier', 'insurer', 'platform', 'vendor')),
  days integer not null check (days between 1 and 365),
  set_by text not null,
  set_at timestamptz not null,
  primary key (merchant_id, against)
);

do $$
declare
  t text;
begin
  foreach t in array array['claim', 'postage', 'claim_terms']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke delete, truncate on claim, postage from guilai_app;

-- The accounts that claims and postage are booked on, for charts that were opened before.
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    insert into account (merchant_id, code, role, name_zh, name_en, side)
      select m, a.code, a.role, a.zh, a.en, 'debit'
      from (values
        ('1002', 'bank', '银行存款', 'Bank'),
        ('1221.03', 'claims_receivable', '其他应收款—快递理赔', 'Claims receivable'),
        ('1221.04', 'insurance_receivable', '其他应收款—保险理赔', 'Insurance claims receivable'),
        ('6601.02', 'return_freight', '销售费用—退货运费', 'Return freight')) as a(code, role, zh, en)
      where exists (select 1 from account x where x.merchant_id = m)
      on conflict do nothing;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
