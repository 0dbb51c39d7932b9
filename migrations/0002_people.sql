-- Merchants, and the people and API keys that act for them.

create table merchant (
  merchant_id text primary key check (merchant_id like 'mer\_%'),
  name text not null check (name <> ''),
  currency char(3) not null default 'CNY',
  time_zone text not null default 'Asia/Shanghai',
  created_at timestamptz not null default now()
);
alter table merchant enable row level security;
alter table merchant force row level security;
create policy own_merchant on merchant using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());
revoke delete on merchant from guilai_app;

-- Schedulers must know whose work there is. The program learns the ids and nothing else of merchants it does not act
-- for: the function runs as the owner, for whom alone there is a policy that shows every row.
create policy owner_lists_merchants on merchant for select to current_user using (true);
create function all_merchants() returns setof text
  language sql stable security definer set search_path = ''
  as $$ select merchant_id from public.merchant order by merchant_id $$;
revoke execute on function all_merchants() from public;
grant execute on function all_merchants() to guilai_app;

-- The tables of better-auth, which reads and writes them across merchants: somebody who signs in has no merchant yet.
-- Hence no row-level security here, a schema of its own, and nothing that belongs to a merchant's business.
create schema auth;
grant usage on schema auth to guilai_app;
alter default privileges in schema auth grant select, insert, update, delete on tables to guilai_app;

create table auth.user (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null,
  image text,
  language text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- expires_at is the absolute end of a session; updated_at is moved by use and decides when it has been idle too long.
create table auth.session (
  id text primary key,
  user_id text not null references auth.user on delete cascade,
  token text not null unique,
  active_organization_id text,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);
create index on auth.session (user_id);

create table auth.account (
  id text primary key,
  user_id text not null references auth.user on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);
create index on auth.account (user_id);

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on auth.verification (identifier);

-- An organization is a merchant: its id is the merchant_id. There is no foreign key, so that the tables of merchants can
-- be spread over many machines while these stay on one.
create table auth.organization (
  id text primary key check (id like 'mer\_%'),
  name text not null,
  slug text not null unique,
  logo text,
  metadata text,
  created_at timestamptz not null
);

create table auth.member (
  id text primary key,
  organization_id text not null references auth.organization on delete cascade,
  user_id text not null references auth.user on delete cascade,
  -- One role each: better-auth would also take a list, which nothing else here understands.
  role text not null check (role in ('agent', 'supervisor', 'inspector', 'finance', 'manager', 'admin')),
  created_at timestamptz not null,
  unique (organization_id, user_id)
);
create index on auth.member (user_id);

create table auth.invitation (
  id text primary key,
  organization_id text not null references auth.organization on delete cascade,
  email text not null,
  role text not null check (role in ('agent', 'supervisor', 'inspector', 'finance', 'manager', 'admin')),
  status text not null,
  inviter_id text not null references auth.user on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index on auth.invitation (organization_id);
create index on auth.invitation (email);

-- Only a hash of the key is kept. reference_id is the merchant; permissions is JSON: {"guilai": ["rma:read"]}.
create table auth.apikey (
  id text primary key,
  config_id text not null,
  reference_id text not null references auth.organization on delete cascade,
  name text,
  start text,
  prefix text,
  key text not null unique,
  permissions text,
  metadata text,
  enabled boolean not null default true,
  expires_at timestamptz,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  rate_limit_enabled boolean not null default false,
  rate_limit_time_window integer,
  rate_limit_max integer,
  request_count integer not null default 0,
  remaining integer,
  last_request timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index on auth.apikey (reference_id);
create index on auth.apikey (config_id);
