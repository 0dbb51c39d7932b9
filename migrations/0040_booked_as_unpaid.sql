-- What was booked of refunds that we took for unpaid is looked at in every match, of however long ago it is.
create index match_difference_booked_as_unpaid on match_difference (merchant_id, vendor, shop_id)
  where kind = 'state_differs' and state = 'settled' and booked_minor <> 0;
