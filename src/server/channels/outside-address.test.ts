import { expect, test } from 'vitest';
import { problemOfAddress } from './outside-address.ts';

test.each(['https://eco.taobao.com/router/rest', 'wss://message-api.pinduoduo.com'])('%s may be called', (address) => {
  expect(problemOfAddress(address, false)).toBeUndefined();
});

test.each([
  ['nowhere', 'not an address'],
  ['https://me@eco.taobao.com', 'an address without a user name'],
  ['http://eco.taobao.com', 'an address that begins with https:// or wss://'],
  ['ws://message-api.pinduoduo.com', 'an address that begins with https:// or wss://'],
  ['wss://10.0.0.1', 'the name of a server in the Internet'],
  ['https://localhost:5432', 'the name of a server in the Internet'],
])('%s may not: %s', (address, problem) => {
  expect(problemOfAddress(address, false)).toBe(problem);
});

test.each(['http://127.0.0.1:5600', 'ws://127.0.0.1:5601'])('%s may be called in the demo only', (address) => {
  expect(problemOfAddress(address, true)).toBeUndefined();
  expect(problemOfAddress(address, false)).toBeDefined();
});
