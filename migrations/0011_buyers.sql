-- One buyer across the shops of one merchant, never across merchants. What joins are keyed tokens whose key is outside the
-- database: nobody reads a phone or an account out of them.
create table buyer (
  merchant_id text not null references merchant,
  buyer_id text not null,
  created_at timestamptz not null default now(),
  -- Two buyers turned out to be one: this one's rows went over to the other, and old links still lead there.
  merged_into text,
  primary key (merchant_id, buyer_id),
  foreign key (merchant_id, merged_into) references buyer,
  check (merged_into <> buyer_id)
);

-- What a buyer is known by. Deleting a row undoes the link and leaves the figures.
create table buyer_identity (
  merchant_id text not null,
  -- `phone`: the blind index of a phone; `account`: the token of a buyer within one account at a channel.
  kind text not null check (kind in ('phone', 'account')),
  key bytea not null,
  buyer_id text not null,
  primary key (merchant_id, kind, key),
  foreign key (merchant_id, buyer_id) references buyer
);
create index buyer_identity_buyer on buyer_identity (merchant_id, buyer_id);

-- Who is treated with more or less trust, why, and until when. It only grows: an entry is ended, not removed.
create table buyer_listing (
  merchant_id text not null,
  listing_id text not null,
  buyer_id text not null,
  kind text not null check (kind in ('allow', 'block')),
  -- Free words may name people, so they can be blanked.
  reason text not null,
  -- The return that it rests on.
  rma_id text,
  since timestamptz not null,
  until_on date,
  -- The first moment after that day at the merchant's place: from then on the entry counts for nothing.
  lapses_at timestamptz,
  listed_by text not null,
  ended_at timestamptz,
  ended_by text,
  end_note text not null default '',
  primary key (merchant_id, listing_id),
  foreign key (merchant_id, buyer_id) references buyer,
  foreign key (merchant_id, rma_id) references rma,
  check ((until_on is null) = (lapses_at is null)),
  check (kind <> 'block' or until_on is not null),
  check ((ended_at is null) = (ended_by is null))
);
create index buyer_listing_buyer on buyer_listing (merchant_id, buyer_id, listing_id desc);
create index buyer_listing_open on buyer_listing (merchant_id, kind, buyer_id desc) where ended_at is null;

-- What a merchant takes a platform's reason for, where our own table has no answer or another one.
create table channel_reason (
  merchant_id text not null references merchant,
  channel text not null,
  said text not null,
  reason text not null,
  mapped_by text not null,
  mapped_at timestamptz not null,
  primary key (merchant_id, channel, said)
);

-- Returns whose reason nobody understood. A row for each, since a counter would be one row that all of them wait for.
create table channel_reason_seen (
  merchant_id text not null,
  rma_id text not null,
  channel text not null,
  said text not null,
  seen_at timestamptz not null,
  primary key (merchant_id, rma_id)
);
create index channel_reason_seen_lately on channel_reason_seen (merchant_id, seen_at desc, channel, said);

alter table party
  add column buyer_id text,
  -- Whether the account has been entered among the identities; rows of before this migration are at their next order.
  add column identified boolean not null default false;

-- Everybody so far: who shares a phone is one buyer, everybody else is one alone. A phone that many share belongs to a
-- forwarder or to the shop itself and joins nobody. The number is the one in `join-buyers.ts`.
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    create temporary table whose on commit drop as
      with phone as (
        select phone_index from party where merchant_id = m and phone_index is not null
        group by phone_index having count(*) <= 20
      )
      select p.party_id, p.phone_index, f.phone_index is not null as joins, p.created_at,
        'byr_' || substr(min(p.party_id) over same, 5) as buyer_id
      from party p left join phone f on f.phone_index = p.phone_index
      where p.merchant_id = m
      window same as (partition by coalesce(encode(f.phone_index, 'hex'), p.party_id));
    insert into buyer (merchant_id, buyer_id, created_at) select m, buyer_id, min(created_at) from whose group by buyer_id;
    insert into buyer_identity (merchant_id, kind, key, buyer_id)
      select distinct m, 'phone', phone_index, buyer_id from whose where joins;
    update party p set buyer_id = w.buyer_id from whose w where p.merchant_id = m and p.party_id = w.party_id;
    drop table whose;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;

alter table party
  alter column buyer_id set not null,
  add foreign key (merchant_id, buyer_id) references buyer;
create index party_buyer on party (merchant_id, buyer_id);
create index party_phone on party (merchant_id, phone_index) where phone_index is not null;
create index party_phone_tail on party (merchant_id, phone_tail, party_id desc) where phone_tail <> '';
create index party_nick on party (merchant_id, nick collate "C") where nick <> '';

do $$
declare
  t text;
begin
  foreach t in array array['buyer', 'buyer_identity', 'buyer_listing', 'channel_reason', 'channel_reason_seen']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke delete, truncate on buyer from guilai_app;
revoke update, delete, truncate on buyer_listing from guilai_app;
grant update (buyer_id, reason, ended_at, ended_by, end_note) on buyer_listing to guilai_app;

-- As in 0004: a first import grows these from nothing as well.
create or replace function refresh_order_statistics() returns void
  language plpgsql security definer set search_path = ''
  as $$ begin
    analyze public.buyer, public.buyer_identity, public.party, public.sales_order, public.order_line,
      public.order_payment, public.imported_return, public.imported_return_part;
  end $$;
