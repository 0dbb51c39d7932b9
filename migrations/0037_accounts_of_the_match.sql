-- Two shops of one platform have a bill each; a gateway's account serves every shop, and has none. Whose book a day is read
-- from is kept: a bill never takes the place of what a connected gateway has said itself.
alter table statement_file add column shop_id text not null default '';
alter table statement_file drop constraint statement_file_merchant_id_vendor_day_sha256_key;
alter table statement_file add unique (merchant_id, vendor, shop_id, day, sha256);

alter table statement_day add column shop_id text not null default '';
alter table statement_day add column source text not null default 'gateway' check (source in ('gateway', 'bill'));
alter table statement_day drop constraint statement_day_pkey;
alter table statement_day add primary key (merchant_id, vendor, shop_id, day);
-- A day that passed without a word of the account is known as such, and asked for again.
alter table statement_day drop constraint statement_day_state_check;
alter table statement_day add constraint statement_day_state_check
  check (state in ('complete', 'absent', 'failed', 'not_offered', 'missing'));
drop index statement_day_newest;
create index statement_day_newest on statement_day (merchant_id, day desc, vendor desc, shop_id desc);

alter table statement_link add column shop_id text not null default '';
alter table statement_link drop constraint statement_link_pkey;
alter table statement_link add primary key (merchant_id, vendor, shop_id, their_number);

alter table match_difference add column shop_id text not null default '';
alter table match_difference drop constraint match_difference_merchant_id_vendor_subject_key;
alter table match_difference add unique (merchant_id, vendor, shop_id, subject);
create index match_difference_of_account on match_difference (merchant_id, vendor, shop_id, day);

alter table bill_upload add column shop_id text not null default '';
alter table bill_upload drop constraint bill_upload_merchant_id_vendor_sha256_key;
alter table bill_upload add unique (merchant_id, vendor, shop_id, sha256);

-- The same command again changes nothing; with other content it is refused.
alter table match_event add column command_hash bytea;

-- Bills so far were kept by platform: where it has one shop they are that shop's. Where it has several nobody can tell any
-- more whose day stands there, and the bill has to be brought again.
do $$
declare
  t text;
  tables text[] := array['statement_file', 'statement_day', 'statement_link', 'match_difference', 'bill_upload', 'shop'];
begin
  foreach t in array tables loop execute format('alter table %I no force row level security', t); end loop;
  update statement_day d set source = 'bill' where exists (select from bill_upload b
    where b.merchant_id = d.merchant_id and b.vendor = d.vendor and d.day between b.first_day and b.last_day);
  foreach t in array tables[1:5] loop
    execute format('update %I x set shop_id = s.shop_id from (select merchant_id, channel, min(shop_id) as shop_id from shop
      group by merchant_id, channel having count(*) = 1) s where s.merchant_id = x.merchant_id and s.channel = x.vendor', t);
  end loop;
  update bill_upload b set taken_at = null where shop_id = ''
    and exists (select from shop s where s.merchant_id = b.merchant_id and s.channel = b.vendor);
  update match_difference m set state = 'gone', over_at = now() where shop_id = '' and state = 'open' and booked_minor = 0
    and exists (select from shop s where s.merchant_id = m.merchant_id and s.channel = m.vendor);
  delete from statement_day d where shop_id = ''
    and exists (select from shop s where s.merchant_id = d.merchant_id and s.channel = d.vendor);
  foreach t in array tables loop execute format('alter table %I force row level security', t); end loop;
end $$;
