-- Two who looked at the same goods may differ in the merchant's own checks alone: whoever settles it sees which.
alter table second_look
  add column first_checks text[] not null default '{}',
  add column second_checks text[] not null default '{}';

-- Of looks before this version: what the first found is on record, what the second found was not kept apart from its answers.
do $$
declare
  m text;
begin
  for m in select all_merchants() loop
    perform set_config('app.merchant_id', m, true);
    update second_look k set first_checks = coalesce((
      select array(select jsonb_array_elements_text(e.data -> 'failedChecks')) from rma_event e
      where e.merchant_id = m and e.rma_id = k.rma_id and e.type = 'line_inspected'
        and e.data ->> 'lineId' = k.line_id and e.seq < k.rma_seq and jsonb_typeof(e.data -> 'failedChecks') = 'array'
      order by e.seq desc limit 1), '{}')
    where k.merchant_id = m;
  end loop;
end $$;
