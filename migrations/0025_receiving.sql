-- Receiving on a handheld: who accepted and opened a parcel, what the count found, and what could not be merged.

-- Handling of a parcel at the door, by the number on its label: whether anybody awaits it is another question. It only grows.
-- Counting and inspecting are the return's own events.
create table parcel_handling (
  merchant_id text not null references merchant,
  waybill text not null collate "C",
  step text not null check (step in ('signed', 'opened')),
  weight_grams integer check (weight_grams > 0),
  packages integer check (packages > 0),
  photos text[] not null default '{}',
  actor_kind text not null,
  actor_id text not null,
  command_id text not null,
  -- When it was done, which on a handheld may be before anybody heard of it.
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  -- A parcel is accepted once, and opened once.
  primary key (merchant_id, waybill, step)
);

-- What a handheld did without a connection and the program refused when it heard of it. A person settles each.
create table receiving_conflict (
  merchant_id text not null references merchant,
  conflict_id text not null,
  state text not null check (state in ('open', 'retried', 'edited', 'dropped')),
  -- The command that was refused: one conflict for each, however often it is told.
  command_id text not null,
  command text not null,
  method text not null check (method in ('POST')),
  path text not null check (path like '/api/%'),
  body jsonb not null,
  rma_id text,
  line_id text,
  waybill text collate "C",
  -- The program's answer: a code and its facts.
  refusal jsonb not null,
  pressed_at timestamptz not null,
  pressed_by_kind text not null,
  pressed_by_id text not null,
  opened_at timestamptz not null,
  settled_at timestamptz,
  settled_by_kind text,
  settled_by_id text,
  check ((state = 'open') = (settled_at is null) and (settled_at is null) = (settled_by_id is null)),
  primary key (merchant_id, conflict_id),
  unique (merchant_id, command_id)
);
create index receiving_conflict_state on receiving_conflict (merchant_id, state, opened_at desc, conflict_id desc);

-- The goods that nobody awaited lay in the parcel of this return.
alter table unknown_parcel add column origin_rma_id text;

-- Differences of the count that nobody has judged yet.
alter table rma add column open_differences integer not null default 0 check (open_differences >= 0);
create index rma_difference on rma (merchant_id, opened_at desc, rma_id desc) where open_differences > 0;

-- What is due to arrive, in the order in which handhelds read it.
create index rma_line_due on rma_line (merchant_id, rma_id)
  where reception in ('awaiting', 'in_transit') or (reception = 'received' and disposition = 'undecided');

do $$
declare
  t text;
begin
  foreach t in array array['parcel_handling', 'receiving_conflict']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke update, delete, truncate on parcel_handling from guilai_app;
revoke delete, truncate on receiving_conflict from guilai_app;
