-- What of a parcel must not last, for whoever has to look (L-4). One row for each cause: it is raised once, closes by
-- itself when the cause goes, and opens again where the same cause is back.
create table alert (
  merchant_id text not null references merchant,
  alert_id text not null,
  kind text not null,
  -- Of a parcel that somebody waits for, or of one whose owner is not known.
  parcel_id text,
  unknown_id text,
  subject_id text not null generated always as (coalesce(parcel_id, unknown_id)) stored,
  -- What tells this cause from the next of its kind.
  cause text not null,
  courier text not null default '',
  -- Since when it is so, by the courier's clock; since when somebody should look, by ours.
  since timestamptz not null,
  raised_at timestamptz not null,
  due_at timestamptz not null,
  level smallint not null check (level between 1 and 3),
  desk text not null check (desk in ('service', 'warehouse', 'finance')),
  owner_id text,
  -- `gone`: its cause is. `handled`: a person said so; it is not raised again while its cause lasts.
  over text check (over in ('gone', 'handled')),
  over_at timestamptz,
  -- How many notes there are.
  notes integer not null default 0,
  -- For whoever watches a list: by the clock of the database.
  updated_at timestamptz not null default now(),
  check ((over is null) = (over_at is null)),
  check ((parcel_id is null) <> (unknown_id is null)),
  primary key (merchant_id, alert_id),
  unique (merchant_id, subject_id, kind, cause),
  foreign key (merchant_id, parcel_id) references parcel,
  foreign key (merchant_id, unknown_id) references unknown_parcel
);
create index alert_due on alert (merchant_id, due_at, alert_id) where over is null;
create index alert_kind_due on alert (merchant_id, kind, due_at, alert_id) where over is null;
create index alert_over on alert (merchant_id, over_at desc, alert_id desc) where over is not null;
create index alert_kind_over on alert (merchant_id, kind, over_at desc, alert_id desc) where over is not null;
create index alert_updated on alert (merchant_id, updated_at);

-- What happened to an alert, and what people wrote and did about it. It only grows.
create table alert_note (
  merchant_id text not null,
  alert_id text not null,
  seq integer not null check (seq > 0),
  type text not null check (type in ('raised', 'reopened', 'gone', 'escalated', 'taken', 'given_back', 'noted', 'put_off', 'handled', 'asked')),
  text text not null default '',
  level smallint,
  due_at timestamptz,
  actor_kind text not null,
  actor_id text not null,
  -- The command it was, where a person acted: the same one runs once.
  command_id text,
  at timestamptz not null,
  primary key (merchant_id, alert_id, seq),
  foreign key (merchant_id, alert_id) references alert
);
create unique index alert_note_command on alert_note (merchant_id, alert_id, command_id) where command_id is not null;

-- Hours that a merchant has set in place of ours and of those that are learned. A null in it: no such alert is wanted.
create table alert_setting (
  merchant_id text not null references merchant,
  hours jsonb not null,
  version integer not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (merchant_id)
);

-- What is usual between a city and us with one courier, learned from parcels that came, and what the merchant has set for
-- it. An empty city stands for all of the courier's.
create table lane (
  merchant_id text not null references merchant,
  courier text not null,
  from_city text not null,
  journeys integer not null check (journeys >= 0),
  hours jsonb not null,
  own jsonb not null default '{}',
  learned_at timestamptz,
  primary key (merchant_id, courier, from_city)
);

-- When to look at it next although no news has come; null: nobody waits for it any more. An hour is the soonest that
-- anything can be wrong with a new one.
alter table parcel
  add column look_at timestamptz default now() + interval '1 hour',
  -- By the courier's scales, where they are told.
  add column weighed_grams integer check (weighed_grams > 0);
alter table unknown_parcel add column look_at timestamptz default now() + interval '1 hour';
create index parcel_to_look_at on parcel (merchant_id, look_at, parcel_id) where look_at is not null;
create index unknown_parcel_to_look_at on unknown_parcel (merchant_id, look_at, unknown_id) where look_at is not null;
create index parcel_came on parcel (merchant_id, delivered_at) where delivered_at is not null;

do $$
declare
  t text;
begin
  foreach t in array array['alert', 'alert_note', 'alert_setting', 'lane']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke update, delete, truncate on alert_note from guilai_app;
revoke delete, truncate on alert from guilai_app;
