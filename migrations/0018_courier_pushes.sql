-- What a courier service told us by itself, kept before it was answered. Which parcels it speaks of is found out after that.
create table courier_push (
  merchant_id text not null references merchant,
  vendor text not null,
  -- The same for the same content: a repetition is the same row.
  document_id text not null,
  -- Sealed: what was read; for a push that could not be read, all of it as it came.
  content bytea not null,
  state text not null check (state in ('waiting', 'applied', 'unreadable', 'failed')),
  -- Why it could not be read, or why it could not be taken over.
  reason text,
  attempts integer not null default 0,
  retry_at timestamptz,
  received_at timestamptz not null default now(),
  settled_at timestamptz,
  check ((state = 'applied') = (settled_at is not null)),
  primary key (merchant_id, vendor, document_id)
);
create index courier_push_waiting on courier_push (merchant_id, received_at) where state = 'waiting';
create index courier_push_applied on courier_push (merchant_id, settled_at) where state = 'applied';
create index courier_push_left on courier_push (merchant_id, received_at desc, document_id desc)
  where state in ('unreadable', 'failed');

alter table courier_push enable row level security;
alter table courier_push force row level security;
create policy own_merchant on courier_push
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());
