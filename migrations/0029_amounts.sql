-- The rules that an order was priced by, as they stood at the purchase, and what they have given back for goods so far.
alter table sales_order
  add column promotions jsonb not null default '[]',
  add column entitled_minor bigint not null default 0 check (entitled_minor >= 0);

-- What both engines said of the units that a refund pays for, and which of them counted. Of refunds that were ordered
-- together, one per payment, the first carries the figures; so do none from before there were two engines.
alter table refund
  add column engine text check (engine in ('platform_allocated', 'statutory_recalc')),
  add column platform_allocated_minor bigint,
  add column statutory_recalc_minor bigint,
  add column difference_minor bigint,
  add constraint refund_figures check (
    num_nonnulls(engine, platform_allocated_minor, statutory_recalc_minor, difference_minor) in (0, 4)
    and (engine is null or difference_minor = statutory_recalc_minor - platform_allocated_minor)
  );
