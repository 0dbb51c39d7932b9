-- Couriers give their numbers out again. A parcel that came long ago leaves its number to a new one: returns and history
-- keep the old row, and everything that looks for a number finds the new.
alter table parcel add column retired_at timestamptz;
alter table parcel drop constraint parcel_merchant_id_waybill_courier_key;
create unique index parcel_number on parcel (merchant_id, waybill, courier) where retired_at is null;
create index parcel_delivered on parcel (merchant_id, delivered_at) where retired_at is null and delivered_at is not null;
