-- Output VAT of invoiced orders waits for its red invoice. What follows a red invoice is no event of its return: such entries
-- are counted by themselves.
alter table journal_entry
  add column vat_turn integer check (vat_turn > 0),
  drop constraint journal_entry_merchant_id_rma_id_rma_seq_kind_key,
  add check (vat_turn is null or rma_id is not null);
-- One event is booked once, and so is one turn.
create unique index journal_entry_rma on journal_entry (merchant_id, rma_id, rma_seq, kind)
  where rma_id is not null and vat_turn is null;
create unique index journal_entry_vat_turn on journal_entry (merchant_id, rma_id, vat_turn) where vat_turn is not null;

-- The account for charts that were opened before.
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    insert into account (merchant_id, code, role, name_zh, name_en, side)
      select m, '2221.90', 'red_vat', '应交税费—待红字发票销项税额', 'Output VAT waiting for red invoices', 'debit'
      where exists (select 1 from account x where x.merchant_id = m)
      on conflict do nothing;
    insert into account_role (merchant_id, standard, role, code)
      select distinct m, standard, 'red_vat', '2221.90' from account_role where merchant_id = m
      on conflict do nothing;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
