import { describe, expect, test } from 'vitest';
import { money } from '../../domain/money.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';
import type { Acted, ChannelRefund, Found } from './port.ts';
import { done, type Request, refused, settle, settled } from './settling.ts';

const at = parseInstant('2026-01-15T10:00:00Z') as Instant;
const refund: ChannelRefund = {
  externalId: '7',
  version: 1,
  orderExternalId: '1',
  quantity: 1,
  resolution: 'refund_only',
  vendorKind: '',
  status: 'awaiting_seller',
  vendorStatus: '',
  amount: money(100, 'CNY'),
  reason: '',
  description: '',
  createdAt: at,
  modifiedAt: at,
};

const document = (version: number, raw: unknown = { ...refund, version }): Found => ({
  kind: 'document',
  document: { kind: 'refund', externalId: '7', version, modifiedAt: at, raw },
});

/** A request that shows one state after the other; a raw text stands for a document that cannot be read. */
function requestOf(...states: Found[]): Request & { reads: () => number } {
  let reads = 0;
  return {
    ref: { externalId: '7', version: 1 },
    read: async () => states[Math.min(reads++, states.length - 1)] ?? { kind: 'absent' },
    decode: (raw) => (typeof raw === 'string' ? { kind: 'unreadable', reason: raw } : { refund: raw as ChannelRefund }),
    reads: () => reads,
  };
}

const isRefunded = ({ status }: ChannelRefund): boolean => status === 'refunded';
const unknown: Acted = { kind: 'unknown', cause: 'timed out' };
const refunded = document(2, { ...refund, version: 2, status: 'refunded' });

describe('a write', () => {
  test.each<[string, Found, Acted]>([
    ['is gone', { kind: 'absent' }, refused('refund_absent', 'there is no request 7')],
    ['has moved', document(2), refused('changed_since_read', 'version 2, not 1', true)],
    [
      'has moved to what cannot be read',
      document(2, 'a: wrong'),
      refused('changed_since_read', 'version 2, not 1', true),
    ],
    ['cannot be read', document(1, 'a: wrong'), refused('unreadable', 'a: wrong')],
    ['cannot be asked for', { kind: 'throttled', retryAfterMs: 9 }, { kind: 'throttled', retryAfterMs: 9 }],
  ])('is not sent for a request that %s (R-1)', async (_, found, outcome) => {
    expect(await settle(requestOf(found), isRefunded, () => Promise.reject(new Error('was sent')))).toEqual(outcome);
  });
});

describe('the outcome of a write', () => {
  test.each<[string, Found, Acted]>([
    ['is done where the request has reached the goal', refunded, done],
    ['stays unknown where nothing has moved', document(1), unknown],
    ['stays unknown where the request cannot be asked for', { kind: 'unknown', cause: 'again' }, unknown],
    ['is a refusal where it has moved elsewhere', document(2), refused('changed_meanwhile', 'version 2, not 1', true)],
    ['stays unknown where it has moved to what cannot be read', document(2, 'x'), unknown],
  ])('that is in doubt %s (R-1)', async (_, found, outcome) => {
    expect(await settled(requestOf(found), isRefunded, unknown)).toEqual(outcome);
  });

  test.each([
    [document(1), false],
    [document(2), true],
    [document(2, 'x'), true],
  ])('that is a refusal is stale only where the request has moved (R-1)', async (found, stale) => {
    expect(await settled(requestOf(found), isRefunded, refused('no', ''))).toEqual(refused('no', '', stale));
  });

  test.each<Acted>([done, refused('old', '', true), { kind: 'throttled', retryAfterMs: 9 }])(
    'that is sure is not looked up: %o (R-1)',
    async (acted) => {
      const request = requestOf(refunded);
      expect(await settled(request, isRefunded, acted)).toEqual(acted);
      expect(request.reads()).toBe(0);
    },
  );
});
