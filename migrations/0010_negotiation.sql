-- Words about a return: of the buyer, of us, and notes that stay in the house. They may name people, so they are not
-- events and can be erased; events only point here. Takes the place of rma_note, whose rows move over.
create table rma_message (
  merchant_id text not null,
  rma_id text not null,
  message_id text not null,
  direction text not null check (direction in ('in', 'out')),
  -- `note`: for colleagues, never sent anywhere.
  via text not null check (via in ('portal', 'platform', 'note')),
  author_kind text not null check (author_kind in ('buyer', 'staff', 'api_key', 'platform', 'system')),
  author_id text not null,
  body text not null,
  pictures text[] not null default '{}',
  -- How many pictures stand beside it at the platform; they are looked at there.
  pictures_elsewhere integer not null default 0,
  -- The platform's own number of it: it is taken once.
  external_id text,
  state text not null check (state in ('received', 'noted', 'pending', 'sent', 'failed', 'unknown')),
  -- Why it failed, or why nobody knows.
  cause text,
  offer_id text,
  -- What the buyer wrote when he asked: it belongs to the request and has no event of its own.
  opening boolean not null default false,
  -- Set before the platform is called and cleared when it surely was not: a call that was cut off leaves its trace.
  attempted_at timestamptz,
  written_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, rma_id, message_id),
  foreign key (merchant_id, rma_id) references rma,
  check (direction = 'out' or author_kind in ('buyer', 'platform')),
  check (via <> 'note' or state = 'noted')
);
create unique index rma_message_external on rma_message (merchant_id, rma_id, external_id) where external_id is not null;
create index rma_message_written on rma_message (merchant_id, rma_id, written_at, message_id);

-- Its owner must see every merchant's rows to move them.
alter table rma_note no force row level security;
insert into rma_message (merchant_id, rma_id, message_id, direction, via, author_kind, author_id, body, state,
  opening, written_at, created_at)
select merchant_id, rma_id, note_id,
  case author_kind when 'buyer' then 'in' else 'out' end,
  case when author_kind <> 'buyer' then 'note' when author_id = '' then 'platform' else 'portal' end,
  case author_kind when 'buyer' then 'buyer' else 'staff' end,
  author_id, body,
  case author_kind when 'buyer' then 'received' else 'noted' end,
  author_kind = 'buyer', date_trunc('milliseconds', created_at), created_at
from rma_note;
drop table rma_note;

-- Since when the buyer waits for an answer.
alter table rma add column buyer_wrote_at timestamptz;
create index rma_buyer_wrote on rma (merchant_id, opened_at desc, rma_id desc) where buyer_wrote_at is not null;

-- A merchant's own answers. Those that every shop begins with are part of the program; a row of the same id takes the
-- place of one of them, an inactive row hides it.
create table reply_template (
  merchant_id text not null,
  template_id text not null,
  title text not null,
  body text not null,
  audience text not null check (audience in ('buyer', 'note')),
  active boolean not null,
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (merchant_id, template_id),
  foreign key (merchant_id) references merchant
);

alter table rma_message enable row level security;
alter table rma_message force row level security;
create policy own_merchant on rma_message
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());

alter table reply_template enable row level security;
alter table reply_template force row level security;
create policy own_merchant on reply_template
  using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());
