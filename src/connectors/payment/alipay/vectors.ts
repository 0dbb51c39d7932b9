/** For tests: the vectors A2 and A3 of the protocol notes, signed with the simulator's throwaway key. */

/** A2: the inner object of an answer as Alipay wrote it, and its signature. */
export const signedAnswer = {
  inner:
    '{"code":"10000","msg":"Success","buyer_logon_id":"159****5620","fund_change":"Y","gmt_refund_pay":"2026-09-25 10:15:31","out_trade_no":"SO20260901000123","refund_fee":"88.50","send_back_fee":"88.50","trade_no":"2026090122001400000000000001"}',
  sign: 'hVc9cv1NtFJWUEc9N7ULN8XI2Quw5gw++9NprYB3d/A/Uxb3y6s/mhAbZRJNNhALXOxmn23F79N6g7AUdj3CM75UJP5I7O2+26gqU06h06KuWwkZk4A5iFD7EROKvDSyI5aqlIw1zY73AqSfydczjowuKSnhO6O4Z/LqyVWvSx7lfhEJWtr7ugBNP82NwwVwKTT66ZfX1LsL9IrbdW71r3QKqGHwSdw8zYogJtIdKj6g8fo28NtXZfbxLdHgdALKJL9dH3T47dFNR96cQGRXMLZPtSxusi4b+LVCHq3ee7q/XUAZJsnwoVV+0qMUjCpsqFzZUen/WmiSkA0aq8Drhg==',
};

/** A3: the raw body of a notice about a partial refund. */
export const notice =
  'gmt_create=2026-09-01+12%3A00%3A00&charset=utf-8&gmt_payment=2026-09-01+12%3A00%3A05&notify_time=2026-09-25+10%3A15%3A33&subject=%E6%B5%8B%E8%AF%95%E5%95%86%E5%93%81+A%2BB%26C&buyer_id=2088000000000001&version=1.0&notify_id=2026092500222101533000010000000001&notify_type=trade_status_sync&total_amount=188.50&trade_status=TRADE_SUCCESS&refund_fee=88.50&gmt_refund=2026-09-25+10%3A15%3A31.123&out_biz_no=RF20260925000001&trade_no=2026090122001400000000000001&auth_app_id=2021000000000001&app_id=2021000000000001&seller_id=2088000000000002&out_trade_no=SO20260901000123&sign_type=RSA2&sign=Uvwu6%2Bx7lQfBQwad9YccPWMYqPlqajpbJyds1uccE5TxTosA7qqqGSMAgX2GIMjfbI4rTJd7bBlvhx%2FlDZxKWkbmL%2FTjghMVqWo9MLb3Sab3Vs1OqHmYXwjd%2FAvfvjKA6o%2B3VkMgxxnJk4yh8iSR1SspqFGvUKkSC0XbLx7Mkj7RHBrVlNB437OF%2BVEt494GiOX%2Fp2zmhyzC9nhtqecSV8kazdwhLyDzA54mnzlDbzOYgr%2F10IEnKu1MSaFbLhcDjmkhdXGCp2D4a9hyTgVMbNqCPxDUvSYw305CheEsfHKM2HXMoLA8fgonR1L23LRS3PO5jhlz0RltCcN5psMxhg%3D%3D';
