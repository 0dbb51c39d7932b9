-- The clocks that run for each return: what `clocksOf` says of it, written with its events. `act_at` is when a worker has
-- something to do about one; null: its end was recorded, and it goes on being shown as overdue until somebody acts.
create table rma_timer (
  merchant_id text not null,
  rma_id text not null,
  kind text not null,
  side text not null check (side in ('seller', 'buyer')),
  source text not null check (source in ('platform', 'rule', 'law', 'estimate')),
  article text,
  shop_id text not null,
  channel text not null,
  from_at timestamptz not null,
  due_at timestamptz not null,
  act_at timestamptz,
  -- A worker has taken it and says by when it will be done; after that another may.
  claimed_until timestamptz,
  primary key (merchant_id, rma_id, kind),
  foreign key (merchant_id, rma_id) references rma
);
create index rma_timer_due on rma_timer (merchant_id, due_at, rma_id, kind);
create index rma_timer_side_due on rma_timer (merchant_id, side, due_at, rma_id, kind);
create index rma_timer_kind_due on rma_timer (merchant_id, kind, due_at, rma_id);
create index rma_timer_source_due on rma_timer (merchant_id, source, due_at, rma_id, kind);
create index rma_timer_shop_due on rma_timer (merchant_id, shop_id, due_at, rma_id, kind);
create index rma_timer_act on rma_timer (act_at) where act_at is not null;

-- Which clocks ran out, and whose work it was. One row for each event `deadline_lapsed`.
create table deadline_lapse (
  merchant_id text not null,
  rma_id text not null,
  rma_seq integer not null,
  kind text not null,
  side text not null,
  source text not null,
  desk text not null,
  person_id text,
  shop_id text not null,
  channel text not null,
  due_at timestamptz not null,
  recorded_at timestamptz not null,
  -- When it was done after all.
  done_at timestamptz,
  primary key (merchant_id, rma_id, rma_seq),
  foreign key (merchant_id, rma_id) references rma
);
create index deadline_lapse_due on deadline_lapse (merchant_id, due_at desc, rma_id desc, rma_seq desc);

do $$
declare
  t text;
begin
  foreach t in array array['rma_timer', 'deadline_lapse'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;
revoke delete, truncate on deadline_lapse from guilai_app;
revoke truncate on rma_timer from guilai_app;

-- A clock runs out whoever's it is, so a worker asks once for all merchants. It learns which clocks are due and nothing
-- else of merchants it does not act for; what follows is done within each merchant.
create policy owner_claims_timers on rma_timer to current_user using (true) with check (true);
create function claim_due_timers(up_to timestamptz, lease_until timestamptz, most integer)
  returns table (merchant_id text, rma_id text, kind text, source text, shop_id text, due_at timestamptz, act_at timestamptz)
  language sql volatile security definer set search_path = ''
  as $$
    with due as materialized (
      select t.merchant_id, t.rma_id, t.kind from public.rma_timer t
      where t.act_at <= up_to and (t.claimed_until is null or t.claimed_until <= up_to)
      order by t.act_at limit most for update skip locked)
    update public.rma_timer t set claimed_until = lease_until from due
    where t.merchant_id = due.merchant_id and t.rma_id = due.rma_id and t.kind = due.kind
    returning t.merchant_id, t.rma_id, t.kind, t.source, t.shop_id, t.due_at, t.act_at
  $$;
create function next_timer_after(moment timestamptz) returns timestamptz
  language sql stable security definer set search_path = ''
  as $$ select min(act_at) from public.rma_timer where act_at > moment $$;
revoke execute on function claim_due_timers(timestamptz, timestamptz, integer), next_timer_after(timestamptz) from public;
grant execute on function claim_due_timers(timestamptz, timestamptz, integer), next_timer_after(timestamptz) to guilai_app;

-- A return of any stage may have a deadline now, and its lane is read in the order of it.
drop index rma_stage_due;
create index rma_due on rma (merchant_id, due_at, rma_id) where due_at is not null;
create index rma_stage_deadline on rma (merchant_id, stage, (coalesce(due_at, 'infinity'::timestamptz)), rma_id);

-- Returns from before have no timers. Each open one gets one that is due at once: a worker looks at it, finds that no such
-- clock runs, and writes down those that do.
alter table rma no force row level security;
alter table rma_timer no force row level security;
insert into rma_timer (merchant_id, rma_id, kind, side, source, shop_id, channel, from_at, due_at, act_at)
  select merchant_id, rma_id, 'review', 'seller', 'rule', shop_id, channel, opened_at, 'epoch', 'epoch'
  from rma where stage not in ('closed', 'withdrawn') and (stage <> 'rejected' or channel_push in ('pending', 'failed'));
alter table rma force row level security;
alter table rma_timer force row level security;
