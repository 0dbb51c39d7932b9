-- Looking at goods by the merchant's own templates, twice in a sample, and putting them away by what they are worth.

-- All that a merchant says about it, version by version. Without any, the shipped one holds.
create table inspection_book (
  merchant_id text not null references merchant,
  version integer not null check (version > 0),
  content jsonb not null,
  published_by text not null,
  published_at timestamptz not null,
  primary key (merchant_id, version)
);

-- How many lines somebody has inspected: whoever is new is looked at more often.
create table inspector_tally (
  merchant_id text not null references merchant,
  inspector_id text not null,
  inspected bigint not null check (inspected > 0),
  primary key (merchant_id, inspector_id)
);

-- What two people said of the same goods, the second without knowing the first. It only grows.
create table second_look (
  merchant_id text not null,
  rma_id text not null,
  rma_seq integer not null,
  line_id text not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  first_by text not null,
  second_by text not null check (second_by <> first_by),
  -- Codes of the merchant's scale.
  first_grade text not null,
  second_grade text not null,
  first_failed text[] not null,
  second_failed text[] not null,
  agrees boolean not null,
  looked_at timestamptz not null,
  primary key (merchant_id, rma_id, rma_seq),
  foreign key (merchant_id, rma_id) references rma
);
create index second_look_when on second_look (merchant_id, looked_at);
create index second_look_line on second_look (merchant_id, rma_id, line_id, rma_seq desc);

alter table order_line add column serials text[] not null default '{}';

alter table rma_line
  -- Some test of the law failed.
  add column failed boolean not null default false,
  -- Whose answer the goods wait for, and who may not give it.
  add column waits_for text check (waits_for in ('second_look', 'verdict', 'scrap_approval')),
  add column waits_since_by text,
  add constraint rma_line_waits check ((waits_for is null) = (waits_since_by is null));
create index rma_line_waiting on rma_line (merchant_id, waits_for, rma_id, line_id) where waits_for is not null;

-- Lines of earlier versions: a part of a line that failed has failed too. And the account of goods that go back to vendors.
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    with recursive failing (rma_id, line_id, seq) as (
      select e.rma_id, e.data ->> 'lineId', e.seq from rma_event e
        where e.merchant_id = m and e.type = 'line_inspected' and e.data -> 'failedTests' <> '[]'
      union
      select e.rma_id, e.data ->> 'newLineId', e.seq from rma_event e
        join failing f on f.rma_id = e.rma_id and f.line_id = e.data ->> 'lineId' and e.seq > f.seq
        where e.merchant_id = m and e.type = 'line_split'
    )
    update rma_line l set failed = true from (select distinct rma_id, line_id from failing) f
      where l.merchant_id = m and l.rma_id = f.rma_id and l.line_id = f.line_id;
    insert into account (merchant_id, code, role, name_zh, name_en, side)
      values (m, '1405.04', 'inventory_to_vendor', '库存商品—待退供应商', 'Inventory, to be returned to vendors', 'debit')
      on conflict do nothing;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;

-- Goods that failed a test may not be sold as new (暂行办法 25, 33), whatever program writes it.
alter table rma_line add constraint rma_line_as_new
  check (disposition <> 'restock' or not (failed or coalesce(grade, '') = 'damaged'));

do $$
declare
  t text;
begin
  foreach t in array array['inspection_book', 'inspector_tally', 'second_look']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke update, delete, truncate on inspection_book, second_look from guilai_app;
