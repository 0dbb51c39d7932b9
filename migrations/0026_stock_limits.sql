-- Units that an open repair has are nobody else's, also while its scrap waits for approval.
drop index stock_document_repairs;
create index stock_document_repairs on stock_document (merchant_id, sku, location)
  where kind = 'repair' and state in ('open', 'to_approve');

-- What somebody has scrapped lately: in small parts it is as much as in one.
create index stock_document_event_scrapper on stock_document_event (merchant_id, actor_id, occurred_at)
  where type in ('transferred', 'repair_finished');

-- What returns have set apart or left in the workshop, and what counts have posted.
create index stock_movement_kept on stock_movement (merchant_id, sku) include (quantity)
  where rma_id is not null and (to_condition in ('quarantine', 'to_repair') or from_condition in ('quarantine', 'to_repair'));
create index stock_movement_counted on stock_movement (merchant_id, sku)
  where from_location = 'difference' or to_location = 'difference';

-- With its parts apart, so that the program can say what is there.
create or replace function stock_is_there() returns trigger language plpgsql as $$
begin
  raise exception 'there are no % units of % (%) at %', new.quantity, new.sku, new.condition, new.location
    using errcode = 'check_violation', constraint = 'stock_is_there',
      detail = json_build_object('sku', new.sku, 'location', new.location, 'condition', new.condition,
        'available', case tg_op when 'UPDATE' then old.quantity else 0 end)::text;
end $$;
