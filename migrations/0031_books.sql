-- Which account serves which role, by accounting standard: a merchant may go over to the other one from a day on.
create table account_role (
  merchant_id text not null references merchant,
  standard text not null check (standard in ('enterprise', 'small')),
  role text not null,
  code text not null,
  primary key (merchant_id, standard, role),
  foreign key (merchant_id, code) references account (merchant_id, code)
);
alter table account drop constraint account_merchant_id_role_key;

-- How books are kept from a day on. What begins is never changed: new terms begin later.
create table ledger_terms (
  merchant_id text not null references merchant,
  from_date date not null,
  content jsonb not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (merchant_id, from_date)
);

-- A month of the books. One that has no row is open.
create table accounting_period (
  merchant_id text not null references merchant,
  period text not null collate "C" check (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  state text not null check (state in ('open', 'closed')),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (merchant_id, period)
);

-- Who closed a month and who opened it again, and why. It only grows.
create table period_change (
  merchant_id text not null,
  period text not null collate "C",
  seq integer not null,
  action text not null check (action in ('closed', 'reopened')),
  changed_by text not null,
  changed_at timestamptz not null,
  because text not null,
  primary key (merchant_id, period, seq),
  foreign key (merchant_id, period) references accounting_period,
  check (action = 'closed' or because <> '')
);

-- What an accountant books from a paper.
create table book_document (
  merchant_id text not null references merchant,
  document_id text not null,
  number text not null,
  kind text not null,
  facts jsonb not null,
  memo text not null,
  attachments integer not null check (attachments between 0 and 999),
  occurred_on date not null,
  made_by text not null,
  made_at timestamptz not null,
  command_id text not null,
  command_hash bytea not null,
  primary key (merchant_id, document_id),
  unique (merchant_id, command_id)
);
create index book_document_newest on book_document (merchant_id, document_id desc);

alter table journal_entry
  -- When it happened; `posted_on` is later where the books of that day were closed.
  add column occurred_on date,
  add column book_id text,
  add column book_number text,
  add column reverses text,
  drop constraint journal_entry_of_one,
  add constraint journal_entry_of_one check (
    num_nonnulls(rma_id, document_id, book_id) = 1
    and num_nonnulls(rma_id, rma_seq, rma_number) in (0, 3)
    and num_nonnulls(document_id, document_seq, document_number) in (0, 3)
    and num_nonnulls(book_id, book_number) in (0, 2)),
  add foreign key (merchant_id, book_id) references book_document,
  add foreign key (merchant_id, reverses) references journal_entry;
-- A paper is booked once, and an entry is taken back once.
create unique index journal_entry_book on journal_entry (merchant_id, book_id) where book_id is not null;
create unique index journal_entry_reverses on journal_entry (merchant_id, reverses) where reverses is not null;

alter table journal_line
  add column posted_on date,
  -- Who owes it or is owed, and for what: receivables and payables, and losses that wait.
  add column party_kind text check (party_kind in ('platform', 'courier', 'vendor', 'insurer', 'government', 'buyer')),
  add column party_id text,
  add column item text,
  add check ((party_kind is null) = (party_id is null));

-- What stands open with somebody, or waits as a loss, by what it is for. Sums of the lines above.
create table open_item (
  merchant_id text not null,
  account_code text not null,
  party_kind text not null,
  party_id text not null,
  item text not null,
  -- Debit less credit.
  balance_minor bigint not null,
  opened_on date not null,
  moved_on date not null,
  primary key (merchant_id, account_code, party_kind, party_id, item)
);
create index open_item_open on open_item (merchant_id, account_code, party_kind, party_id, opened_on, item)
  where balance_minor <> 0;

create table voucher_counter (
  merchant_id text not null references merchant,
  period text not null collate "C",
  word text not null,
  last integer not null check (last >= 0),
  primary key (merchant_id, period, word)
);

-- 记账凭证: one entry, or those of one kind and day.
create table voucher (
  merchant_id text not null,
  voucher_id text not null,
  period text not null collate "C",
  word text not null,
  number integer not null check (number > 0),
  voucher_date date not null,
  kind text not null,
  entries integer not null check (entries > 0),
  attachments integer not null check (attachments >= 0),
  total_minor bigint not null,
  currency char(3) not null,
  made_by text not null,
  made_at timestamptz not null,
  checked_by text,
  checked_at timestamptz,
  primary key (merchant_id, voucher_id),
  unique (merchant_id, period, word, number),
  check ((checked_by is null) = (checked_at is null)),
  -- Whoever makes a voucher does not check it.
  check (checked_by <> made_by)
);

create table voucher_entry (
  merchant_id text not null,
  entry_id text not null,
  voucher_id text not null,
  primary key (merchant_id, entry_id),
  foreign key (merchant_id, entry_id) references journal_entry,
  foreign key (merchant_id, voucher_id) references voucher
);
create index voucher_entry_voucher on voucher_entry (merchant_id, voucher_id, entry_id);

do $$
declare
  t text;
begin
  foreach t in array array['account_role', 'ledger_terms', 'accounting_period', 'period_change', 'book_document', 'open_item',
    'voucher_counter', 'voucher', 'voucher_entry']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

-- The accounts of new templates for charts that were opened before, and what older lines lack.
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    insert into account (merchant_id, code, role, name_zh, name_en, side)
      select m, a.code, a.role, a.zh, a.en, a.side from (values
        ('1471', 'inventory_allowance', '存货跌价准备', 'Inventory allowance', 'credit'),
        ('1406.02', 'goods_shipped', '发出商品—未确认收入', 'Goods shipped, not yet sold', 'debit'),
        ('1409', 'right_to_goods', '应收退货成本', 'Right to returned goods', 'debit'),
        ('2202.02', 'freight_payable', '应付账款—快递', 'Payable to couriers', 'credit'),
        ('2204', 'contract_liability', '合同负债', 'Contract liabilities', 'credit'),
        ('2221.01.02', 'input_vat', '应交税费—进项税额', 'Input VAT', 'debit'),
        ('2221.01.04', 'input_vat_out', '应交税费—进项税额转出', 'Input VAT turned out', 'credit'),
        ('2221.06', 'deferred_output_vat', '应交税费—待转销项税额', 'Output VAT to be transferred', 'credit'),
        ('2801.01', 'refund_liability', '预计负债—应付退货款', 'Refund liability', 'credit'),
        ('6051', 'other_income', '其他业务收入', 'Other operating income', 'credit'),
        ('6601.03', 'freight_insurance', '销售费用—运费险', 'Freight insurance', 'debit'),
        ('6601.04', 'goodwill', '销售费用—售后补偿', 'Goodwill', 'debit'),
        ('6601.05', 'selling_loss', '销售费用—退货损失', 'Losses on returns', 'debit'),
        ('6602.01', 'stock_loss', '管理费用—存货损失', 'Stock losses', 'debit'),
        ('6603.01', 'payment_fees', '财务费用—手续费', 'Payment fees', 'debit'),
        ('6701', 'impairment', '资产减值损失', 'Write-downs', 'debit'),
        ('6711.01', 'abnormal_loss', '营业外支出—非常损失', 'Abnormal losses', 'debit'),
        ('6711.02', 'fines', '营业外支出—罚款', 'Fines', 'debit')) as a(code, role, zh, en, side)
      where exists (select 1 from account x where x.merchant_id = m)
      on conflict do nothing;
    insert into account_role (merchant_id, standard, role, code)
      select m, 'enterprise', role, code from account where merchant_id = m;
    update journal_entry set occurred_on = posted_on where merchant_id = m;
    -- Who owed what was not written down before: a claim or a refund names its return, not its party.
    update journal_line l set posted_on = e.posted_on,
        item = case a.role when 'pending_loss' then coalesce(e.rma_number, e.document_number) end
      from journal_entry e, account a
      where l.merchant_id = m and e.merchant_id = m and e.entry_id = l.entry_id and a.merchant_id = m and a.code = l.account_code;
    insert into open_item (merchant_id, account_code, party_kind, party_id, item, balance_minor, opened_on, moved_on)
      select m, account_code, '', '', item, sum(debit_minor - credit_minor), min(posted_on), max(posted_on)
      from journal_line where merchant_id = m and item is not null group by account_code, item;
    -- The updates have left checks to be made, which see this merchant's rows and no others'.
    set constraints all immediate;
    set constraints all deferred;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;

alter table journal_entry alter column occurred_on set not null;
alter table journal_line alter column posted_on set not null;
drop index journal_line_account;
create index journal_line_account on journal_line (merchant_id, account_code, posted_on, entry_id, line_no)
  include (debit_minor, credit_minor);

-- What is posted stays, whoever asks: the program's role may not change it, and nobody else does so by mistake.
create function journal_only_grows() returns trigger language plpgsql as $$
begin
  raise exception 'what is posted is neither changed nor deleted: it is reversed by another entry'
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger journal_entry_only_grows before update or delete on journal_entry
  for each row execute function journal_only_grows();
create trigger journal_line_only_grows before update or delete on journal_line
  for each row execute function journal_only_grows();
create trigger voucher_entry_only_grows before update or delete on voucher_entry
  for each row execute function journal_only_grows();

-- What comes late is posted on the first day after the last closed month: months before it stay as they were, also those in
-- which nothing was booked. Closing takes the same lock alone, so it waits for
-- those who post and is seen by whoever posts after it: each statement here sees what was committed before it.
create function books_lock(merchant text) returns bigint language sql immutable parallel safe
  return hashtextextended('books:' || merchant, 0);
create function journal_entry_finds_its_period() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(books_lock(new.merchant_id));
  new.occurred_on := coalesce(new.occurred_on, new.posted_on);
  new.posted_on := greatest(new.posted_on, (select to_date(max(period), 'YYYY-MM') + interval '1 month'
    from accounting_period where merchant_id = new.merchant_id and state = 'closed')::date);
  return new;
end $$;
create trigger journal_entry_finds_its_period before insert on journal_entry
  for each row execute function journal_entry_finds_its_period();

revoke update, delete, truncate on account_role, ledger_terms, period_change, book_document, voucher_entry from guilai_app;
revoke delete, truncate on accounting_period, open_item, voucher_counter, voucher from guilai_app;
-- Of a voucher nothing changes but who checked it.
revoke update on voucher from guilai_app;
grant update (checked_by, checked_at) on voucher to guilai_app;
