import { present } from '../../src/domain/assert.ts';
import { money } from '../../src/domain/money.ts';
import { type Resolution, resolutions } from '../../src/domain/policy/reasons.ts';
import type { OpenRma, RmaCommand } from '../../src/domain/returns/commands.ts';
import { openOffer } from '../../src/domain/returns/negotiation-guards.ts';
import type { Rma, RmaLine } from '../../src/domain/returns/rma.ts';
import { NOW } from './builders.ts';
import type { Step } from './return-world.ts';

const cny = (minor: number | bigint) => money(minor, 'CNY');
const pick = <T>(items: readonly T[], n: number): T => present(items[n % items.length], 'one of them');

/** What a request asks for: half of them what they always did. */
export const kindOf = (step: Step): Resolution =>
  pick(['return_and_refund', 'refund_only', 'return_and_refund', ...resolutions], step.choice + step.which);

/** A return that becomes another kind, or whose replacement leaves. */
export function ofKind(
  step: Step,
  line: RmaLine | undefined,
  quantity: number,
): Exclude<RmaCommand, OpenRma> | undefined {
  if (step.kind === 'convert')
    return { type: 'convert', to: pick(resolutions, step.choice + step.part), because: 'buyer' };
  if (step.kind !== 'ship_replacement' || !line) return undefined;
  return {
    type: 'ship_replacement',
    lineId: line.id,
    quantity,
    courier: 'shunfeng',
    waybill: `SFOUT${step.part}`,
    ahead: step.choice % 2 === 0,
  };
}

/** What a platform says of its document. */
export function ofPlatform(rma: Rma, step: Step): Exclude<RmaCommand, OpenRma> | undefined {
  if (!rma.channelRef) return undefined;
  const { externalId, version } = rma.channelRef;
  const asked = rma.requested ?? cny(0);
  // Now and then the buyer asks for something else.
  const kind = step.part === 5 ? pick(resolutions, step.choice + step.quantity) : rma.channelRef.kind;
  switch (step.kind) {
    case 'follow_channel':
      return {
        type: 'follow_channel',
        channelRef: { externalId, version: version + (step.choice % 3) - 1, ...(kind ? { kind } : {}) },
        ...(kind ? { convertTo: kind } : {}),
        granted: step.choice % 4 === 1,
        intervention: present(
          pick(['none', 'none', 'open', 'decided'] as const, step.part + step.which),
          'where they stand',
        ),
        ending: step.choice % 5 === 1 ? 'refunded' : 'none',
        deadline: null,
        requested: openOffer(rma)?.amount ?? (step.choice % 5 === 0 ? cny(asked.minor / 2n) : asked),
        reopen: step.choice % 2 === 0,
      };
    case 'record_channel_push':
      return {
        type: 'record_channel_push',
        outcome: step.choice % 2 ? 'done' : 'failed',
        action: 'agree_return',
        message: '',
      };
    case 'record_channel_refund':
      return { type: 'record_channel_refund', amount: asked, reference: externalId, settledAt: NOW };
    default:
      return undefined;
  }
}
