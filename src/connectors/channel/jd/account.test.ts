import { expect, test } from 'vitest';
import type { ChannelAccount } from '../account.ts';
import { jdChannel } from './account.ts';
import { shanghai } from './canned-shop.ts';

const account = (changes: Record<string, string> = {}): ChannelAccount => ({
  settings: {
    appKey: 'ABCDEF0123456789ABCDEF0123456789',
    venderId: '10001',
    operatePin: 'erp_pin',
    operateNick: 'erp',
    returnProvince: '15',
    returnCity: '1213',
    returnCounty: '3038',
    returnAddressType: '1',
    ...changes,
  },
  credentials: { appSecret: 's', accessToken: 't' },
});
const open = (given: ChannelAccount) => jdChannel.open(given, () => shanghai('2026-01-15 10:30:00'));

test('a connection opens with the codes of its return region', () => {
  expect(open(account()).capabilities).toMatchObject({ agreeReturn: true, agreeRefund: true, refuse: true });
});

test.each([
  [{ returnCity: '' }, 'the connection lacks returnCity'],
  [{ returnCity: '杭州' }, 'the connection’s returnCity is no number: "杭州"'],
  [{ venderId: '' }, 'the connection lacks venderId'],
])('a connection with %o does not open, and says why', (changes, message) => {
  expect(() => open(account(changes))).toThrow(message);
});
