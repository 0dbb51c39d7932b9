-- How a merchant reaches a payment gateway or a courier service. Channels are reached per shop (table shop).
create table connection (
  merchant_id text not null references merchant,
  kind text not null check (kind in ('payment', 'courier')),
  vendor text not null,
  settings jsonb not null default '{}',
  -- Sealed (AES-256-GCM); the key is not in the database.
  credentials bytea not null,
  updated_at timestamptz not null default now(),
  primary key (merchant_id, kind, vendor)
);
alter table connection enable row level security;
alter table connection force row level security;
create policy own_merchant on connection
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());
