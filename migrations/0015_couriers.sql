-- Several courier services for a merchant: which of them follow parcels, and in what order they are asked.
alter table connection add column follow_order integer check (follow_order > 0);
update connection set follow_order = 1 where kind = 'courier';

alter table parcel
  -- The service that follows it.
  add column vendor text,
  -- When its courier is asked if no push has come by then; null: it is followed by nobody, or has arrived.
  add column poll_at timestamptz;
update parcel set vendor = 'kuaidi100', poll_at = now() where subscribed_at is not null and not tracking_ended;
create index parcel_to_poll on parcel (merchant_id, poll_at, parcel_id) where poll_at is not null;

-- Who told it: several services may tell of one parcel, and each replaces only what it told itself.
alter table parcel_scan add column source text not null default 'kuaidi100';
alter table parcel_scan alter column source drop default;
