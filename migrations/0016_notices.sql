-- The ways on which notices leave the house, each with what it is for and when.
create table notice_channel (
  merchant_id text not null references merchant,
  channel_id text not null,
  kind text not null,
  name text not null,
  settings jsonb not null default '{}',
  -- Sealed (AES-256-GCM); the key is not in the database. The address of a bot is a secret too.
  credentials bytea,
  -- Empty: all.
  severities text[] not null default '{}',
  topics text[] not null default '{}',
  -- On the merchant's clock, `22:00`. Between them only what is urgent goes out.
  quiet_from text check (quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  quiet_to text check (quiet_to ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  digest_at text check (digest_at ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  paused boolean not null default false,
  -- Since when nothing has got through, and what the other side said.
  failing_since timestamptz,
  last_error text,
  last_sent_at timestamptz,
  throttled_until timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (merchant_id, channel_id),
  check ((quiet_from is null) = (quiet_to is null))
);

-- What people shall know. The same cause has the same id and is told once.
create table notice (
  merchant_id text not null references merchant,
  notice_id text not null,
  topic text not null,
  severity text not null check (severity in ('info', 'warning', 'urgent')),
  title text not null,
  lines jsonb not null default '[]',
  url text not null,
  language text not null check (language in ('zh', 'en')),
  created_at timestamptz not null,
  primary key (merchant_id, notice_id)
);

-- The outbox: one row for each channel that takes a notice, with its one record of attempts.
create table notice_delivery (
  merchant_id text not null,
  channel_id text not null,
  notice_id text not null,
  severity text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'rejected', 'given_up')),
  -- Not sent when it was given, but held for the end of the quiet hours or for the digest.
  held boolean not null,
  due_at timestamptz not null,
  next_at timestamptz not null,
  -- The notice whose delivery carries this one in a digest; its own id where it carries the others. Once set it stays, so
  -- that a digest sent again is the same digest.
  carried_by text,
  attempts integer not null default 0,
  -- Set before the other side is called: a call that was cut off leaves its trace.
  attempted_at timestamptz,
  settled_at timestamptz,
  cause text,
  created_at timestamptz not null,
  primary key (merchant_id, channel_id, notice_id),
  foreign key (merchant_id, channel_id) references notice_channel on delete cascade,
  foreign key (merchant_id, notice_id) references notice
);
create index notice_delivery_waiting on notice_delivery (merchant_id, channel_id, due_at, notice_id) where state = 'waiting';
create index notice_delivery_newest on notice_delivery (merchant_id, channel_id, created_at desc, notice_id desc);
create index notice_delivery_attempted on notice_delivery (merchant_id, channel_id, attempted_at) where attempted_at is not null;

alter table notice_channel enable row level security;
alter table notice_channel force row level security;
create policy own_merchant on notice_channel
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());

alter table notice enable row level security;
alter table notice force row level security;
create policy own_merchant on notice
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());

alter table notice_delivery enable row level security;
alter table notice_delivery force row level security;
create policy own_merchant on notice_delivery
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());
