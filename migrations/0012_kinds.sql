-- Kinds of requests beside returns and refunds: what they add to orders, returns and lines.

-- The parcels that an order went out in: a parcel that nobody took comes back under the same number.
alter table sales_order add column outbound jsonb not null default '[]';

-- Money given back on units that the buyer keeps, a price that dropped: part of what was refunded. When such units come
-- back, only the rest of their shares is paid.
alter table order_line
  add column rebated_minor bigint not null default 0,
  add constraint order_line_rebated check (rebated_minor between 0 and least(paid_minor, refunded_minor));

-- Where the platform's own staff stand in a dispute; null while they have not stepped in.
alter table rma add column intervention text check (intervention in ('open', 'decided'));
create index rma_intervened on rma (merchant_id, opened_at desc, rma_id desc) where intervention = 'open';
create index rma_at_platform on rma (merchant_id, opened_at desc, rma_id desc) where channel_push = 'at_platform';
-- The common kinds are found by the other indexes; these are rare, and cost nothing where they are not.
create index rma_rare_kind on rma (merchant_id, resolution, opened_at desc, rma_id desc)
  where resolution in ('exchange', 'reship', 'repair', 'refused_delivery', 'price_protection');

alter table rma_line add column replacement text not null default 'none'
  check (replacement in ('none', 'due', 'shipped'));

-- What buyers may ask for in the portal beside their money back.
alter table shop add column offers jsonb not null default '["exchange", "repair"]';
