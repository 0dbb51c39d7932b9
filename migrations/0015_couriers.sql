-- Several courier services for a merchant: which of them follow parcels, and in what order they are asked.
alter table connection add column follow_order integer check (follow_order > 0);
-- Its owner must see every merchant's rows to change them.
alter table connection no force row level security;
update connection set follow_order = 1 where kind = 'courier';
alter table connection force row level security;

alter table parcel
  -- The service that follows it.
  add column vendor text,
  -- When its courier is asked if no push has come by then; null: it is followed by nobody, or has arrived.
  add column poll_at timestamptz;
alter table parcel no force row level security;
update parcel set vendor = 'kuaidi100', poll_at = now() where subscribed_at is not null and not tracking_ended;
alter table parcel force row level security;
create index parcel_to_poll on parcel (merchant_id, poll_at, parcel_id) where poll_at is not null;

-- Who told it: several services may tell of one parcel, and each replaces only what it told itself.
alter table parcel_scan add column source text not null default 'kuaidi100';
alter table parcel_scan alter column source drop default;
