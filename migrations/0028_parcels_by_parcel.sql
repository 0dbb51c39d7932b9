-- Couriers give their numbers out again, so what belongs to a parcel is kept by the parcel and no longer by its number.

alter table postage add column parcel_id text;
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    -- The parcel that the return travels in; one that it has left since still has the number.
    update postage o set parcel_id = (
        select p.parcel_id from parcel p
          left join parcel_rma r on r.merchant_id = p.merchant_id and r.parcel_id = p.parcel_id and r.rma_id = o.rma_id
        where p.merchant_id = m and p.waybill = o.waybill
        order by (r.rma_id is null), p.created_at desc, p.parcel_id desc limit 1)
      where o.merchant_id = m;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
alter table postage alter column parcel_id set not null;
alter table postage drop constraint postage_pkey, add primary key (merchant_id, parcel_id);
alter table postage add foreign key (merchant_id, parcel_id) references parcel;
drop index postage_newest, postage_state;
create index postage_newest on postage (merchant_id, asked_at desc, parcel_id desc);
create index postage_state on postage (merchant_id, state, asked_at desc, parcel_id desc);

-- Whoever signs reads a number; whose parcel it is may be known only later, or never. What is retired is of a parcel that came
-- long ago: its number may be signed for again.
alter table parcel_handling
  add column parcel_id text,
  add column retired_at timestamptz,
  drop constraint parcel_handling_pkey,
  add primary key (merchant_id, waybill, step, command_id),
  add foreign key (merchant_id, parcel_id) references parcel;
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    update parcel_handling h set parcel_id = p.parcel_id, retired_at = p.retired_at
      from parcel p
      where h.merchant_id = m and p.merchant_id = m and p.parcel_id = (
        select c.parcel_id from parcel c where c.merchant_id = m and c.waybill = h.waybill
        order by (c.created_at > h.recorded_at), abs(extract(epoch from c.created_at - h.recorded_at)) limit 1);
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
-- A parcel is accepted once, and opened once.
create unique index parcel_handling_once on parcel_handling (merchant_id, waybill, step) where retired_at is null;
create index parcel_handling_parcel on parcel_handling (merchant_id, parcel_id) where parcel_id is not null;
create index parcel_handling_age on parcel_handling (merchant_id, occurred_at) where retired_at is null;
-- What was recorded stays as it is; only whose it is may be learned, and that its number is free again.
grant update (parcel_id, retired_at) on parcel_handling to guilai_app;

-- When a service is asked how a visit stands, if nothing was heard of it by then; null: it is over, or nobody can be asked.
alter table pickup add column ask_at timestamptz;
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    update pickup set ask_at = now() where merchant_id = m and created_at > now() - interval '14 days';
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
create index pickup_to_ask on pickup (merchant_id, ask_at, pickup_id) where ask_at is not null;

-- Alerts are handed over, and taken from whom cannot see to them.
alter table alert_note
  add column to_id text,
  drop constraint alert_note_type_check,
  add constraint alert_note_type_check check (type in ('raised', 'reopened', 'gone', 'escalated', 'taken', 'given_back',
    'handed_over', 'freed', 'noted', 'put_off', 'handled', 'asked'));
create index alert_owner on alert (merchant_id, owner_id, due_at) where over is null and owner_id is not null;
