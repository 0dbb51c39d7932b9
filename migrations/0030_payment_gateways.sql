-- Refunds that a gateway takes on and pays later; accounts that cannot be paid.
alter table refund drop constraint refund_state_check;
alter table refund add constraint refund_state_check
  check (state in ('requested', 'unknown', 'accepted', 'abnormal', 'succeeded', 'rejected', 'replaced'));

-- Refunds of one payment are sent one after another: who holds the turn, and when the next may be sent.
create table payment_turn (
  merchant_id text not null references merchant,
  method text not null,
  trade_number text not null,
  refund_id text not null,
  attempt integer not null,
  -- A worker that dies with it is waited for no longer than this.
  held_until timestamptz not null,
  -- Of another refund; the gateway refuses who is faster.
  next_at timestamptz not null,
  primary key (merchant_id, method, trade_number)
);

-- What a payment gateway told us by itself, kept before it was answered. What became of the refund it is asked after that.
create table payment_notice (
  merchant_id text not null references merchant,
  vendor text not null,
  -- The same for the same content: a repetition is the same row.
  document_id text not null,
  -- Sealed: what was read; for a notice that could not be read, all of it as it came.
  content bytea not null,
  refund_number text,
  state text not null check (state in ('waiting', 'applied', 'unreadable', 'failed')),
  reason text,
  attempts integer not null default 0,
  retry_at timestamptz,
  received_at timestamptz not null default now(),
  settled_at timestamptz,
  check ((state = 'applied') = (settled_at is not null)),
  primary key (merchant_id, vendor, document_id)
);
create index payment_notice_waiting on payment_notice (merchant_id, received_at) where state = 'waiting';
create index payment_notice_applied on payment_notice (merchant_id, settled_at) where state = 'applied';
create index payment_notice_left on payment_notice (merchant_id, received_at desc, document_id desc)
  where state in ('unreadable', 'failed');

-- The key that seals a merchant's credentials, itself sealed with a master key that is not in the database.
create table data_key (
  merchant_id text not null references merchant,
  version integer not null check (version > 0),
  master_key_id text not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  rewrapped_at timestamptz,
  primary key (merchant_id, version)
);

-- The secret end of the address that a gateway pushes to, and the account that comes next or came before.
alter table connection add column hook_key text;
alter table connection add column other_role text check (other_role in ('next', 'previous'));
alter table connection add column other_settings jsonb;
alter table connection add column other_credentials bytea;
alter table connection add constraint other_is_whole
  check ((other_role is null) = (other_credentials is null) and (other_role is null) = (other_settings is null));
alter table connection no force row level security;
update connection set hook_key = replace(gen_random_uuid()::text, '-', '') where kind = 'payment';
alter table connection force row level security;

do $$
declare
  t text;
begin
  foreach t in array array['payment_turn', 'payment_notice', 'data_key']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke delete, truncate on data_key from guilai_app;
