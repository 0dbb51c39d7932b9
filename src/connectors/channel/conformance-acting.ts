import { describe, expect, test } from 'vitest';
import { type Money, subtract } from '../../domain/money.ts';
import { type ChannelBench, type ChannelTraits, refundOf, yuan } from './conformance-bench.ts';
import type { Acted, ChannelRefund, ChannelRefundRef } from './port.ts';

const address = { name: '退货仓', phone: '13900000001', address: '浙江省杭州市余杭区某路1号', postcode: '311100' };
const proof = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

type Write = {
  call: ChannelTraits['acts'][number];
  goal: ChannelRefund['status'];
  kind: 'return_and_refund' | 'refund_only';
  run(bench: ChannelBench, ref: ChannelRefundRef): Promise<Acted>;
};

const writes: Write[] = [
  {
    call: 'agree_return',
    goal: 'awaiting_buyer_shipment',
    kind: 'return_and_refund',
    run: ({ port }, ref) => port.agreeReturn(ref, address),
  },
  {
    call: 'refuse',
    goal: 'refused',
    kind: 'return_and_refund',
    run: async ({ port }, ref) => {
      const offered = await port.refuseReasons(ref);
      const reasonId = offered.kind === 'reasons' ? offered.reasons[0]?.id : undefined;
      return port.refuse(ref, { reasonId: reasonId ?? '', message: '商品已影响二次销售', proof });
    },
  },
  {
    call: 'agree_refund',
    goal: 'refunded',
    kind: 'refund_only',
    run: ({ port }, ref) => port.agreeRefund(ref, yuan(60)),
  },
];

const possible = ({ acts }: ChannelTraits): Write[] => writes.filter(({ call }) => acts.includes(call));

async function asked(bench: ChannelBench, kind: Write['kind']): Promise<ChannelRefund> {
  const { externalId } = await bench.deliveredOrder();
  const id = await bench.askRefund(externalId, kind, yuan(60));
  await bench.pass(1000);
  return refundOf(bench, id);
}

const paid = (bench: ChannelBench, refund: ChannelRefund): Promise<Money[]> => bench.paidFor(refund.externalId);

export function describeWrites(bench: () => ChannelBench, traits: ChannelTraits): void {
  describe.each(possible(traits))('$call', ({ call, goal, kind, run }) => {
    test('changes the status and the version', async () => {
      const refund = await asked(bench(), kind);
      expect(await run(bench(), refund)).toEqual({ kind: 'done' });
      const after = await refundOf(bench(), refund.externalId);
      expect(after.status).toBe(goal);
      expect(after.version).toBeGreaterThan(refund.version);
    });

    test('of a refund that has changed since it was read is refused as stale, and changes nothing', async () => {
      const refund = await asked(bench(), kind);
      await bench().buyerEdits(refund.externalId);
      const edited = await refundOf(bench(), refund.externalId);
      expect(await run(bench(), refund)).toMatchObject({ kind: 'refused', stale: true });
      expect(await refundOf(bench(), refund.externalId)).toEqual(edited);
      expect(await run(bench(), edited)).toEqual({ kind: 'done' });
    });

    test.runIf(traits.locks)('of a refund that changes at the last moment is refused as stale', async () => {
      const refund = await asked(bench(), kind);
      await bench().fault('rival', call);
      expect(await run(bench(), refund)).toMatchObject({ kind: 'refused', stale: true });
      expect((await refundOf(bench(), refund.externalId)).status).toBe('awaiting_seller');
    });

    test('of what was done already is refused as stale', async () => {
      const refund = await asked(bench(), kind);
      await run(bench(), refund);
      expect(await run(bench(), refund)).toMatchObject({ kind: 'refused', stale: true });
    });

    test('of a refund that does not exist is refused', async () => {
      const ref = { externalId: '999999999999999999', version: 1, phase: 'aftersale' };
      expect(await run(bench(), ref)).toMatchObject({ kind: 'refused' });
    });
  });
}

export function describeWriteFaults(bench: () => ChannelBench, traits: ChannelTraits): void {
  describe.each(possible(traits))('$call', ({ call, goal, kind, run }) => {
    test.each(['hang_after', 'drop_after', 'half_body_after', 'bad_gateway_after'] as const)(
      'after %s is seen to have happened',
      async (fault) => {
        const refund = await asked(bench(), kind);
        await bench().fault(fault, call);
        expect(await run(bench(), refund)).toEqual({ kind: 'done' });
        expect((await refundOf(bench(), refund.externalId)).status).toBe(goal);
      },
    );

    test.each(['hang_before', 'bad_gateway_before'] as const)(
      'after %s is unknown, and may be done again',
      async (fault) => {
        const refund = await asked(bench(), kind);
        await bench().fault(fault, call);
        expect(await run(bench(), refund)).toMatchObject({ kind: 'unknown' });
        expect(await run(bench(), refund)).toEqual({ kind: 'done' });
      },
    );

    test.each(['throttled', 'session_expired'] as const)('that is %s has not happened', async (fault) => {
      const refund = await asked(bench(), kind);
      await bench().fault(fault, call, { waitMs: 2000 });
      expect(await run(bench(), refund)).toEqual(
        fault === 'throttled'
          ? { kind: 'throttled', retryAfterMs: 2000 }
          : expect.objectContaining({ kind: 'unauthorised' }),
      );
      expect((await refundOf(bench(), refund.externalId)).status).toBe('awaiting_seller');
    });
  });
}

export function describeReturns(bench: () => ChannelBench, traits: ChannelTraits): void {
  test('a refund is paid once, and only the amount that was asked for', async () => {
    const refund = await asked(bench(), 'refund_only');
    const tooLittle = subtract(refund.amount, yuan(1));
    expect(await bench().port.agreeRefund(refund, tooLittle)).toMatchObject({ kind: 'refused', stale: false });
    expect(await paid(bench(), refund)).toEqual([]);
    expect(await bench().port.agreeRefund(refund, refund.amount)).toEqual({ kind: 'done' });
    await bench().port.agreeRefund(refund, refund.amount);
    expect(await paid(bench(), refund)).toEqual([refund.amount]);
  });

  test('a return goes its whole way', async () => {
    const refund = await asked(bench(), 'return_and_refund');
    await bench().port.agreeReturn(refund, address);
    await bench().buyerShips(refund.externalId, 'YT1234567890123');
    const shipped = await refundOf(bench(), refund.externalId);
    expect(shipped).toMatchObject({ status: 'awaiting_seller_receipt', returnParcel: { waybill: 'YT1234567890123' } });
    expect(await bench().port.agreeRefund(shipped, shipped.amount)).toEqual({ kind: 'done' });
    expect(await paid(bench(), refund)).toEqual([refund.amount]);
  });

  test('the goods must come back before a return is refunded', async () => {
    const refund = await asked(bench(), 'return_and_refund');
    expect(await bench().port.agreeRefund(refund, refund.amount)).toMatchObject({ kind: 'refused', stale: false });
    expect(await paid(bench(), refund)).toEqual([]);
  });

  test.runIf(traits.acts.includes('refuse'))('the reasons for a refusal are offered in words', async () => {
    const refund = await asked(bench(), 'return_and_refund');
    const offered = await bench().port.refuseReasons(refund);
    expect(offered.kind === 'reasons' && offered.reasons.length).toBeGreaterThan(0);
    expect(offered).toMatchObject({
      reasons: expect.arrayContaining([{ id: expect.any(String), text: expect.any(String) }]),
    });
  });
}
