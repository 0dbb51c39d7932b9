-- Whether a channel still lets us in. `revoked`: it refuses our tokens and gives out no fresh ones; nothing is asked of it
-- until somebody connects the shop anew, and its cursors stay where they are.
alter table shop
  add column access text not null default 'ok' check (access in ('ok', 'revoked')),
  add column access_error text,
  add column access_changed_at timestamptz,
  -- When the tokens end, where the channel says so.
  add column access_expires_at timestamptz,
  -- One process at a time asks for fresh tokens: the old ones may die with the answer.
  add column access_renewing_until timestamptz;

-- What a channel told us by itself, kept before it was answered. It names documents that have changed; they are read
-- again before anything is believed.
create table channel_push (
  merchant_id text not null,
  shop_id text not null,
  -- The channel's own number of the delivery: a repetition is the same row.
  delivery_id text not null,
  changes jsonb not null,
  received_at timestamptz not null default now(),
  attempts integer not null default 0,
  retry_at timestamptz,
  settled_at timestamptz,
  -- Why a change was given up; the pull finds what there is.
  problem text,
  primary key (merchant_id, shop_id, delivery_id),
  foreign key (merchant_id, shop_id) references shop
);
create index channel_push_open on channel_push (merchant_id, shop_id, received_at) where settled_at is null;
create index channel_push_settled on channel_push (merchant_id, settled_at) where settled_at is not null;

alter table channel_push enable row level security;
alter table channel_push force row level security;
create policy own_merchant on channel_push
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());
