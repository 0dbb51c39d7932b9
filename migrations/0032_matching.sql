-- What a gateway's own books say of a day, as it was taken over. The same content is one file however often it comes.
create table statement_file (
  merchant_id text not null references merchant,
  file_id text not null,
  vendor text not null,
  day date not null,
  sha256 bytea not null,
  line_count integer not null check (line_count >= 0),
  -- So many of its lines are kept; a file that stopped half way goes on from here.
  kept integer not null default 0,
  taken_at timestamptz not null,
  completed_at timestamptz,
  check (kept between 0 and line_count),
  check (completed_at is null or kept = line_count),
  primary key (merchant_id, file_id),
  unique (merchant_id, vendor, day, sha256)
);

create table statement_line (
  merchant_id text not null,
  file_id text not null,
  line_no integer not null,
  vendor text not null,
  day date not null,
  kind text not null check (kind in ('payment', 'refund')),
  trade_number text not null,
  refund_number text,
  gateway_reference text,
  -- What the line is called: its refund's number, else the gateway's, else its payment with the day and a count.
  number text not null,
  is_numberless boolean not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency char(3) not null,
  moved_at timestamptz,
  primary key (merchant_id, file_id, line_no),
  foreign key (merchant_id, file_id) references statement_file
);
create index statement_line_refunds on statement_line (merchant_id, vendor, day, file_id) where kind = 'refund';

-- How far a day is read, and which of its files counts: the last one.
create table statement_day (
  merchant_id text not null references merchant,
  vendor text not null,
  day date not null,
  state text not null check (state in ('complete', 'absent', 'failed', 'not_offered')),
  file_id text,
  cause text,
  asked_at timestamptz not null,
  check (state <> 'complete' or file_id is not null),
  primary key (merchant_id, vendor, day),
  foreign key (merchant_id, file_id) references statement_file
);
create index statement_day_newest on statement_day (merchant_id, day desc, vendor desc);

-- A line that a person has found to be one of our refunds, under another number.
create table statement_link (
  merchant_id text not null references merchant,
  vendor text not null,
  their_number text not null,
  refund_id text not null,
  primary key (merchant_id, vendor, their_number),
  foreign key (merchant_id, refund_id) references refund
);

create table match_difference (
  merchant_id text not null references merchant,
  difference_id text not null,
  vendor text not null,
  -- What it is about, once for each account: the number of a refund, or a return.
  subject text not null,
  kind text not null,
  cause text not null,
  number text not null,
  refund_id text,
  rma_id text,
  trade_number text,
  ours_minor bigint,
  theirs_minor bigint,
  currency char(3) not null,
  -- Paid out by the gateway's books less by ours; what of it is booked.
  gap_minor bigint not null,
  booked_minor bigint not null default 0,
  day date not null,
  state text not null check (state in ('open', 'settled', 'gone')),
  owner_id text,
  due_on date not null,
  waits_until date,
  -- The lines of the statements that it is about: file and line number.
  lines jsonb not null default '[]',
  found_at timestamptz not null,
  over_at timestamptz,
  check ((state = 'open') = (over_at is null)),
  primary key (merchant_id, difference_id),
  unique (merchant_id, vendor, subject)
);
create index match_difference_newest on match_difference (merchant_id, day desc, difference_id desc);
create index match_difference_open on match_difference (merchant_id, day desc, difference_id desc) where state = 'open';

-- Who did what about a difference, and why. It only grows.
create table match_event (
  merchant_id text not null,
  difference_id text not null,
  seq integer not null,
  action text not null,
  actor_id text not null,
  at timestamptz not null,
  note text not null,
  book_number text,
  command_id text,
  primary key (merchant_id, difference_id, seq),
  unique (merchant_id, command_id),
  foreign key (merchant_id, difference_id) references match_difference
);

-- Which columns of a source's bills say what; chosen once by a person.
create table bill_source (
  merchant_id text not null references merchant,
  vendor text not null,
  mapping jsonb not null,
  mapped_by text not null,
  mapped_at timestamptz not null,
  primary key (merchant_id, vendor)
);

-- A bill that a person brought: once for each content and mapping. What stopped half way goes on when it comes again.
create table bill_upload (
  merchant_id text not null references merchant,
  upload_id text not null,
  vendor text not null,
  -- Of the file and of the mapping it was read by.
  sha256 bytea not null,
  file_name text not null,
  first_day date not null,
  last_day date not null,
  line_count integer not null check (line_count >= 0),
  notes integer not null check (notes >= 0),
  set_aside jsonb not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  taken_at timestamptz,
  check (first_day <= last_day),
  primary key (merchant_id, upload_id),
  unique (merchant_id, vendor, sha256)
);

-- Whose trade a line of a statement belongs to; which refunds a gateway paid on a day; goods that came and were not paid for.
create index order_payment_trade on order_payment (merchant_id, method, trade_number);
create index refund_of_method_settled on refund (merchant_id, method, settled_at) where state = 'succeeded';
create index refund_of_method_unsettled on refund (merchant_id, method) where settled_at is null;
create index rma_received on rma (merchant_id, received_at) where received_at is not null and refunded_minor = 0;

do $$
declare
  t text;
begin
  foreach t in array array['statement_file', 'statement_line', 'statement_day', 'statement_link', 'match_difference', 'match_event',
    'bill_source', 'bill_upload']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_merchant on %I using (merchant_id = current_merchant()) with check (merchant_id = current_merchant())', t);
  end loop;
end $$;

revoke update, delete, truncate on statement_line, match_event from guilai_app;
