-- The numbers that a refund was paid ahead by: they pay no second one, even after the return has named others.
alter table exposure add column waybills text[] not null default '{}';
create index exposure_waybills on exposure using gin (waybills);

-- A refund may be paid by the bank and by the gateway, and the second payment reclaimed; and a gateway that holds a refund
-- may be told the account that the buyer named and two persons agreed to.
alter table refund_transfer
  add column redirected_at timestamptz,
  add column redirect_outcome text check (redirect_outcome in ('refused', 'unknown')),
  add column reclaimed_at timestamptz;
alter table refund_transfer
  drop constraint refund_transfer_state_check,
  drop constraint refund_transfer_check1,
  drop constraint refund_transfer_check2;
alter table refund_transfer
  add check (state in ('proposed', 'approved', 'paid', 'ended', 'overtaken', 'redirected', 'paid_twice', 'reclaimed')),
  add check (state not in ('approved', 'paid', 'paid_twice', 'reclaimed') or approved_by is not null),
  add check ((state in ('paid', 'paid_twice', 'reclaimed'))
    = (bank_reference is not null and paid_at is not null and paid_by is not null)),
  add check ((state = 'reclaimed') = (reclaimed_at is not null));
drop index refund_transfer_reference;
create unique index refund_transfer_reference on refund_transfer (merchant_id, bank_reference)
  where state in ('paid', 'paid_twice', 'reclaimed');

-- Limits are never overwritten: the last row holds, and one without sums ended it.
alter table advance_limit
  drop constraint advance_limit_pkey,
  add column seq integer not null default 1,
  alter column currency drop not null,
  alter column per_buyer_minor drop not null,
  alter column per_shop_minor drop not null,
  alter column per_day_minor drop not null;
alter table advance_limit
  alter column seq drop default,
  add primary key (merchant_id, seq),
  add check (num_nulls(currency, per_buyer_minor, per_shop_minor, per_day_minor) in (0, 4));
revoke update, delete, truncate on advance_limit from guilai_app;
