import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Exclusion, Order, OrderLine } from '../../src/domain/orders/order.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import type { OpenRma } from '../../src/domain/returns/commands.ts';
import { decideOpen } from '../../src/domain/returns/decide.ts';
import { reviveMoney } from '../../src/domain/wire.ts';
import { packageRoot } from '../../src/server/package-root.ts';
import { aContext, anOrder, anOrderLine, aRequest, at, eventIn, fen, yuan } from '../support/builders.ts';

// A policy as a released version stored it, and what it decided then. The file is never changed: a return that was opened
// under it must be judged by it for as long as it is open, whatever the default has become since.
const stored = reviveMoney<Policy>(
  JSON.parse(readFileSync(join(packageRoot, 'test/golden/policies/as-published-by-0.1.0.json'), 'utf8')),
);

/** Delivered on 20 November 2026, 16:00. */
type Case = { line?: Partial<OrderLine>; order?: Partial<Order>; request?: Partial<OpenRma>; now?: string };

function decide({ line = {}, order = {}, request = {}, now = '2026-11-22T08:00:00Z' }: Case): string {
  const context = aContext({
    now: at(now),
    order: anOrder({ lines: [anOrderLine(line)], ...order }),
    policy: stored,
  });
  const { decision } = eventIn(decideOpen(aRequest(request), context), 'policy_applied');
  const { outcome, ruleId } = decision;
  if (outcome.kind !== 'escalate') return `${outcome.kind} ${ruleId}`;
  const suggestion = outcome.suggestRejection ? ` ${outcome.suggestRejection.reasonCode}` : '';
  return `person ${outcome.level} ${ruleId}${suggestion}`;
}

const excluded = (exclusion: Exclusion, exclusionConfirmed = false) => ({ line: { exclusion, exclusionConfirmed } });
const picture = { evidence: ['fil_1'] } satisfies Partial<OpenRma>;
const refundOnly = { resolution: 'refund_only' } satisfies Partial<OpenRma>;
const unshipped = { shippedAt: null, deliveredAt: null };
const unsigned = { deliveredAt: null };
const platform = { channelRef: { externalId: 'D', version: 1 } } satisfies Partial<OpenRma>;
const LATE = '2026-12-20T08:00:00Z';

test.each<[string, string, Case, string]>([
  // The seven-day right: 消费者权益保护法 25, 暂行办法 10
  ['NR-3', 'two days after signing', {}, 'approve seven-days'],
  ['NR-3', 'at once after signing', { now: '2026-11-20T08:00:01Z' }, 'approve seven-days'],
  ['NR-3', 'in the first minute of the seventh day', { now: '2026-11-26T16:00:00Z' }, 'approve seven-days'],
  ['NR-3', 'in the last moment of the seventh day', { now: '2026-11-27T15:59:59.999Z' }, 'approve seven-days'],
  [
    'NR-3',
    'in the first moment of the eighth',
    { now: '2026-11-27T16:00:00Z' },
    'person 1 window-closed window_closed',
  ],
  ['NR-3', 'a month later', { now: LATE }, 'person 1 window-closed window_closed'],
  ['NR-3', 'for the size, in time', { request: { reason: 'size_or_color' } }, 'approve seven-days'],
  [
    'NR-3',
    'for the size, too late',
    { request: { reason: 'size_or_color' }, now: LATE },
    'person 1 window-closed window_closed',
  ],
  ['NR-4', 'without a signed delivery', { order: unsigned }, 'person 1 not-delivered'],
  ['NR-4', 'before shipment, goods to come back', { order: unshipped }, 'person 1 no_rule'],
  [
    'NR-5',
    'signed before the holiday, on the day after it',
    { order: { deliveredAt: at('2026-09-28T10:00:00+08:00') }, now: '2026-10-08T12:00:00+08:00' },
    'approve seven-days',
  ],
  [
    'NR-5',
    'and on the day after that',
    { order: { deliveredAt: at('2026-09-28T10:00:00+08:00') }, now: '2026-10-09T00:00:00+08:00' },
    'person 1 window-closed window_closed',
  ],
  ['NR-2', 'bought for a business, in time', { order: { businessPurchase: true } }, 'person 1 business-purchase'],
  [
    'NR-2',
    'bought for a business, too late',
    { order: { businessPurchase: true }, now: LATE },
    'person 1 business-purchase',
  ],
  [
    'NR-2',
    'bought for a business, with a fault',
    { order: { businessPurchase: true }, request: { reason: 'quality_fault', ...picture } },
    'approve fault-with-picture',
  ],
  // The four statutory exclusions: 消费者权益保护法 25, 暂行办法 6
  ['art. 6', 'custom-made', excluded('custom_made'), 'person 1 statutory-exclusion statutory_exclusion'],
  ['art. 6', 'fresh', excluded('fresh'), 'person 1 statutory-exclusion statutory_exclusion'],
  ['art. 6', 'unsealed media', excluded('unsealed_media'), 'person 1 statutory-exclusion statutory_exclusion'],
  ['art. 6', 'a newspaper', excluded('newspaper'), 'person 1 statutory-exclusion statutory_exclusion'],
  [
    'art. 6',
    'custom-made and confirmed',
    excluded('custom_made', true),
    'person 1 statutory-exclusion statutory_exclusion',
  ],
  [
    'art. 6',
    'custom-made, for the size',
    { ...excluded('custom_made'), request: { reason: 'size_or_color' } },
    'person 1 statutory-exclusion statutory_exclusion',
  ],
  [
    'art. 35',
    'custom-made with a fault: no exclusion',
    { ...excluded('custom_made'), request: { reason: 'quality_fault', ...picture } },
    'approve fault-with-picture',
  ],
  [
    'art. 35',
    'fresh and spoilt on the way',
    { ...excluded('fresh'), request: { reason: 'damaged_in_transit', ...picture } },
    'approve fault-with-picture',
  ],
  // The three conditional ones: 暂行办法 7, 20: without a stored confirmation the right stands
  [
    'art. 7',
    'opening spoils it, confirmed',
    excluded('opening_spoils', true),
    'person 1 confirmed-exclusion confirmed_exclusion',
  ],
  [
    'art. 7',
    'use devalues it, confirmed',
    excluded('use_devalues', true),
    'person 1 confirmed-exclusion confirmed_exclusion',
  ],
  [
    'art. 7',
    'a disclosed flaw, confirmed',
    excluded('disclosed_flaw', true),
    'person 1 confirmed-exclusion confirmed_exclusion',
  ],
  ['art. 20', 'opening spoils it, never confirmed', excluded('opening_spoils'), 'approve seven-days'],
  ['art. 20', 'use devalues it, never confirmed', excluded('use_devalues'), 'approve seven-days'],
  ['art. 20', 'a disclosed flaw, never confirmed', excluded('disclosed_flaw'), 'approve seven-days'],
  [
    'art. 20',
    'never confirmed, too late',
    { ...excluded('opening_spoils'), now: LATE },
    'person 1 window-closed window_closed',
  ],
  [
    'art. 7',
    'confirmed, too late',
    { ...excluded('opening_spoils', true), now: LATE },
    'person 1 confirmed-exclusion confirmed_exclusion',
  ],
  [
    'art. 7',
    'confirmed, with a fault',
    { ...excluded('opening_spoils', true), request: { reason: 'not_as_described', ...picture } },
    'approve fault-with-picture',
  ],
  // Faults: 消费者权益保护法 24, 暂行办法 35
  [
    'art. 24',
    'a fault with a picture',
    { request: { reason: 'quality_fault', ...picture } },
    'approve fault-with-picture',
  ],
  [
    'art. 24',
    'not as described, with a picture',
    { request: { reason: 'not_as_described', ...picture } },
    'approve fault-with-picture',
  ],
  [
    'art. 24',
    'the wrong article, with a picture',
    { request: { reason: 'wrong_item', ...picture } },
    'approve fault-with-picture',
  ],
  [
    'art. 24',
    'a part missing, with a picture',
    { request: { reason: 'missing_part', ...picture } },
    'approve fault-with-picture',
  ],
  [
    'art. 24',
    'damaged on the way, with a picture',
    { request: { reason: 'damaged_in_transit', ...picture } },
    'approve fault-with-picture',
  ],
  [
    'art. 35',
    'a fault without a picture',
    { request: { reason: 'quality_fault' } },
    'ask_evidence fault-without-picture',
  ],
  [
    'art. 35',
    'not as described, without one',
    { request: { reason: 'not_as_described' } },
    'ask_evidence fault-without-picture',
  ],
  [
    'art. 35',
    'the wrong article, without one',
    { request: { reason: 'wrong_item' } },
    'ask_evidence fault-without-picture',
  ],
  [
    'art. 35',
    'a part missing, without one',
    { request: { reason: 'missing_part' } },
    'ask_evidence fault-without-picture',
  ],
  [
    'art. 35',
    'damaged on the way, without one',
    { request: { reason: 'damaged_in_transit' } },
    'ask_evidence fault-without-picture',
  ],
  [
    'art. 35',
    'a fault long after the seven days',
    { request: { reason: 'quality_fault', ...picture }, now: LATE },
    'approve fault-with-picture',
  ],
  [
    'art. 35',
    'a fault asked for at a platform, which has its own pictures',
    { request: { reason: 'quality_fault', ...platform } },
    'approve fault-with-picture',
  ],
  [
    'art. 35',
    'a fault of goods nobody signed for',
    { order: unsigned, request: { reason: 'quality_fault', ...picture } },
    'approve fault-with-picture',
  ],
  // Refunds without goods: 民法典 563, 第116号令 27
  [
    '§563',
    'not shipped',
    { order: unshipped, request: { ...refundOnly, reason: 'not_shipped' } },
    'approve not-shipped',
  ],
  [
    '§563',
    'not shipped, for another reason',
    { order: unshipped, request: { ...refundOnly, reason: 'other' } },
    'approve not-shipped',
  ],
  ['§563', 'not shipped, no reason', { order: unshipped, request: { ...refundOnly } }, 'approve not-shipped'],
  [
    '§563',
    'not shipped, custom-made',
    { ...excluded('custom_made'), order: { ...unshipped }, request: { ...refundOnly } },
    'approve not-shipped',
  ],
  [
    '116-27',
    'on the road',
    { order: unsigned, request: { ...refundOnly, reason: 'not_received' } },
    'person 1 refund-only-shipped',
  ],
  [
    '116-27',
    'delivered and said not to be',
    { request: { ...refundOnly, reason: 'not_received' } },
    'person 1 refund-only-shipped',
  ],
  [
    '116-27',
    'delivered, with a fault and a picture',
    { request: { ...refundOnly, reason: 'quality_fault', ...picture } },
    'person 1 refund-only-shipped',
  ],
  [
    '116-27',
    'delivered, with a fault, no picture',
    { request: { ...refundOnly, reason: 'quality_fault' } },
    'person 1 refund-only-shipped',
  ],
  [
    '116-27',
    'delivered, no reason, within the seven days',
    { request: { ...refundOnly } },
    'person 1 refund-only-shipped',
  ],
  [
    '116-27',
    'delivered, asked for at a platform',
    { request: { ...refundOnly, ...platform, reason: 'quality_fault' } },
    'person 1 refund-only-shipped',
  ],
  // The shop's own limit
  ['limit', 'the limit exactly', { line: { paid: yuan(500) } }, 'approve seven-days'],
  ['limit', 'a fen above', { line: { paid: fen(50_001) } }, 'person 2 over-limit'],
  ['limit', 'a fen above with its freight', { line: { paid: yuan(500), freight: fen(1) } }, 'person 2 over-limit'],
  [
    'limit',
    'a fault above the limit',
    { line: { paid: yuan(900) }, request: { reason: 'quality_fault', ...picture } },
    'person 2 over-limit',
  ],
  [
    'limit',
    'not shipped, above the limit',
    { line: { paid: yuan(900) }, order: unshipped, request: { ...refundOnly, reason: 'not_shipped' } },
    'person 2 over-limit',
  ],
  ['limit', 'one of two units below the limit', { line: { paid: yuan(900), quantity: 2 } }, 'approve seven-days'],
  [
    'limit',
    'what a platform asks for counts, not what the goods cost',
    { line: { paid: yuan(900) }, request: { ...platform, requested: yuan(500) } },
    'approve seven-days',
  ],
  ['limit', 'a gift', { line: { paid: fen(0) } }, 'approve seven-days'],
  // What no rule knows goes to a person
  ['none', 'another reason, goods to come back', { request: { reason: 'other' } }, 'person 1 no_rule'],
  ['none', 'never received, goods to come back', { request: { reason: 'not_received' } }, 'person 1 no_rule'],
  ['none', 'another reason, long after', { request: { reason: 'other' }, now: LATE }, 'person 1 no_rule'],
  ['none', 'another reason, with a picture', { request: { reason: 'other', ...picture } }, 'person 1 no_rule'],
])('%s: %s', (_, _facts, facts, outcome) => {
  expect(decide(facts)).toBe(outcome);
});
