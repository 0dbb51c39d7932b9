-- Platforms tell time by the second, so two contents of a document may bear one version. The later to arrive is then kept
-- under a version of its own, next to the platform's, which stays beside it.
alter table inbox_document
  add column platform_version bigint,
  -- Of what the document says to us: two readings of one content have one print. Absent on rows from before.
  add column content_print bytea;

-- Who listens to streams asks for all merchants at once, and learns which shops there are to listen to, nothing else: a
-- shop of one of `channels` where the setting that listening needs is filled in (the empty name: none is needed).
create index shop_to_listen_to on shop (channel) where active and access = 'ok';
create policy owner_lists_shops on shop for select to current_user using (true);
create function shops_to_listen_to(channels text[], needed_settings text[])
  returns table (merchant_id text, shop_id text)
  language sql stable security definer set search_path = ''
  as $$
    select s.merchant_id, s.shop_id
    from unnest(channels, needed_settings) as asked(channel, setting)
    join public.shop s on s.channel = asked.channel
    where s.active and s.access = 'ok' and s.credentials is not null
      and (asked.setting = '' or coalesce(s.settings ->> asked.setting, '') <> '')
    order by s.merchant_id, s.shop_id
  $$;
revoke execute on function shops_to_listen_to(text[], text[]) from public;
grant execute on function shops_to_listen_to(text[], text[]) to guilai_app;
