-- Which version decides new returns, and since when: the newest row counts. With a candidate, that one decides in the
-- named shops (all where null) for a share of orders. The log only grows; a return keeps the version it was opened under.
create table policy_release (
  merchant_id text not null references merchant,
  seq integer not null check (seq > 0),
  action text not null check (action in ('publish', 'roll_out', 'finish', 'stop', 'roll_back')),
  version integer not null,
  candidate integer check (candidate <> version),
  shop_ids text[],
  share_percent integer check (share_percent between 1 and 100),
  note text not null default '',
  released_by text not null,
  released_at timestamptz not null default now(),
  check ((candidate is null) = (share_percent is null)),
  check (shop_ids is null or candidate is not null),
  primary key (merchant_id, seq),
  foreign key (merchant_id, version) references policy,
  foreign key (merchant_id, candidate) references policy
);

-- Until now the highest version was the live one. The owner reads all merchants' policies for this one statement.
alter table policy no force row level security;
insert into policy_release (merchant_id, seq, action, version, released_by, released_at)
  select distinct on (merchant_id) merchant_id, 1, 'publish', version, published_by, published_at
  from policy order by merchant_id, version desc;
alter table policy force row level security;
alter table policy add column note text not null default '';

-- A rule set that is being worked on, mistakes and all.
create table policy_draft (
  merchant_id text not null references merchant,
  draft_id text not null,
  name text not null,
  content jsonb not null,
  -- Grows with every save; a save names the one it read.
  revision integer not null default 1,
  based_on integer not null,
  error_count integer not null,
  changed_by text not null,
  changed_at timestamptz not null default now(),
  -- The version that it became. It is worked on no more.
  published_as integer,
  primary key (merchant_id, draft_id),
  foreign key (merchant_id, based_on) references policy,
  foreign key (merchant_id, published_as) references policy
);
create index policy_draft_open on policy_draft (merchant_id, changed_at desc, draft_id desc) where published_as is null;

-- A draft run over cases that were decided otherwise: over a past period (`replay`), or beside the live rules (`shadow`).
create table policy_trial (
  merchant_id text not null,
  trial_id text not null,
  draft_id text not null,
  draft_revision integer not null,
  kind text not null check (kind in ('replay', 'shadow')),
  state text not null check (state in ('running', 'done', 'cancelled', 'failed')),
  problem text,
  -- The draft as it was when the trial began.
  policy jsonb not null,
  period_from timestamptz not null,
  period_to timestamptz,
  total integer not null default 0,
  -- Written with the cases that they count, so that a killed worker leaves neither half.
  tallies jsonb not null,
  -- The last case that a replay has tried; the newest that a shadow has.
  cursor_at timestamptz,
  cursor_rma text not null default '',
  worked_ms bigint not null default 0,
  started_by text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (merchant_id, trial_id),
  foreign key (merchant_id, draft_id) references policy_draft
);
create index policy_trial_draft on policy_trial (merchant_id, draft_id, trial_id desc);
create unique index policy_trial_shadow on policy_trial (merchant_id, draft_id)
  where kind = 'shadow' and period_to is null;

-- No foreign key: a trial writes a hundred thousand at a time, while it holds its own row.
create table policy_trial_case (
  merchant_id text not null,
  trial_id text not null,
  rma_id text not null,
  opened_at timestamptz not null,
  currency char(3) not null,
  amount_minor bigint not null,
  goods_class text not null,
  was text not null,
  was_rule text not null,
  -- Null where the trace lacks what the draft asks for.
  would text,
  would_rule text,
  was_late boolean not null,
  -- Until when somebody has to answer, while nobody has: a shadow looks again when that is over.
  due_at timestamptz,
  primary key (merchant_id, trial_id, rma_id)
);
create index policy_trial_case_differing on policy_trial_case (merchant_id, trial_id, opened_at desc, rma_id desc)
  where would <> was;
create index policy_trial_case_open on policy_trial_case (merchant_id, trial_id, due_at) where due_at is not null;

do $$
declare
  t text;
begin
  foreach t in array array['policy_release', 'policy_draft', 'policy_trial', 'policy_trial_case']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke update, delete, truncate on policy_release from guilai_app;
-- A published version is what returns were decided by.
revoke update on policy from guilai_app;
