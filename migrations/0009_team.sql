-- Who works on which cases, when, and how much they may grant. A member without a row works as ever and is given nothing.
create table team_member (
  merchant_id text not null references merchant,
  -- Of auth.user: no foreign key, so that the tables of merchants can be spread over many machines.
  user_id text not null,
  level smallint not null check (level between 1 and 5),
  -- {"resolutions": [], "reasons": [], "channels": []}; an empty list is no restriction.
  skills jsonb not null default '{"resolutions": [], "reasons": [], "channels": []}',
  -- Empty: all shops.
  shops text[] not null default '{}',
  -- {"hours": [{"weekday": 1, "from": "09:00", "to": "18:00"}], "daysOff": ["2026-10-01"]}; null: no hours are kept.
  shift jsonb,
  takes_cases boolean not null default true,
  max_open integer not null default 30 check (max_open between 1 and 1000),
  away_until timestamptz,
  last_assigned_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (merchant_id, user_id)
);

alter table team_member enable row level security;
alter table team_member force row level security;
create policy own_merchant on team_member
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());

-- Who calls is known before the merchant is, in one query. The program learns the level of that one person and nothing
-- else: the function runs as the owner, for whom alone there is a policy that shows every row.
create policy owner_reads_levels on team_member for select to current_user using (true);
create function approval_level(of_merchant text, of_user text) returns smallint
  language sql stable security definer set search_path = ''
  as $$ select level from public.team_member where merchant_id = of_merchant and user_id = of_user $$;
revoke execute on function approval_level(text, text) from public;
grant execute on function approval_level(text, text) to guilai_app;

alter table rma
  add column assignee_id text,
  add column automation text not null default 'on' check (automation in ('on', 'off')),
  -- The permission of the person whom the case waits for, where it waits for one: `needsPerson` of the domain.
  add column needs text;

-- The summary of what is there already. The owner of the table is under its policy too, so that is set aside meanwhile.
alter table rma no force row level security;
update rma set needs = case
    when channel_push = 'failed' and stage not in ('closed', 'withdrawn') then 'rma:review'
    when stage = 'refund_problem' then 'refund:retry'
    when stage = 'to_review' and review = 'escalated' then 'rma:review'
  end
  where channel_push = 'failed' or stage in ('refund_problem', 'to_review');
alter table rma force row level security;

-- Cases that rules see through have no assignee, need nobody, and stand in none of these.
create index rma_assignee_newest on rma (merchant_id, assignee_id, opened_at desc, rma_id desc) where assignee_id is not null;
create index rma_load on rma (merchant_id, assignee_id) where assignee_id is not null and needs is not null;
create index rma_to_give_out on rma (merchant_id, opened_at, rma_id) where assignee_id is null and needs is not null;
