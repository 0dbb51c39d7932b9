-- A courier's visit at a buyer's door. What happened to it are events of the return; here is what may not stand there: whose
-- door it is, and who comes. The row is written in the transaction that asks for the visit.
create table pickup (
  merchant_id text not null references merchant,
  -- Ours, and the number under which the service knows it.
  pickup_id text not null,
  rma_id text not null,
  vendor text not null,
  -- The service's own number, once it has answered.
  reference text,
  -- Sealed (AES-256-GCM); the key is not in the database.
  door_sealed bytea not null,
  person_sealed bytea,
  -- What may be shown without opening the door: a masked name, the end of the phone, and the district.
  masked_name text not null,
  phone_tail text not null,
  area text not null,
  -- Where the parcel goes, as it was when the visit was asked for.
  receiver jsonb not null,
  goods text not null,
  weight_grams integer not null check (weight_grams > 0),
  remark text not null default '',
  created_at timestamptz not null,
  primary key (merchant_id, pickup_id),
  foreign key (merchant_id, rma_id) references rma
);
create index pickup_rma on pickup (merchant_id, rma_id);
create index pickup_reference on pickup (merchant_id, vendor, reference) where reference is not null;

-- Where goods go back to. A key that a return was granted with keeps its address: what is not used any more is retired.
create table return_address (
  merchant_id text not null references merchant,
  address_key text not null,
  position integer not null,
  name text not null,
  phone text not null,
  province text not null,
  city text not null,
  district text not null,
  street text not null,
  postcode text not null default '',
  -- By shop: the number of the address in the platform's own book.
  platform_ids jsonb not null default '{}',
  is_default boolean not null default false,
  retired boolean not null default false,
  updated_at timestamptz not null default now(),
  primary key (merchant_id, address_key),
  check (not (is_default and retired))
);
create unique index return_address_default on return_address (merchant_id) where is_default;

-- Which of them, by the first rule that fits; else the default, and without one the shop's own address.
create table return_address_rule (
  merchant_id text not null,
  position integer not null,
  shop_id text,
  goods_class text,
  address_key text not null,
  primary key (merchant_id, position),
  check (shop_id is not null or goods_class is not null),
  foreign key (merchant_id, address_key) references return_address,
  foreign key (merchant_id, shop_id) references shop
);

do $$
declare
  t text;
begin
  foreach t in array array['pickup', 'return_address', 'return_address_rule']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke delete, truncate on pickup, return_address from guilai_app;
