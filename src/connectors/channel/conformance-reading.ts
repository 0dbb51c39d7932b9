import { expect, test } from 'vitest';
import { type ChannelBench, type ChannelTraits, orderOf, refundOf, yuan } from './conformance-bench.ts';

export function describeReading(bench: () => ChannelBench, traits: ChannelTraits): void {
  test('an order is read with every digit of its ids, and its parts add up', async () => {
    const { externalId, lineIds } = await bench().deliveredOrder();
    const order = await orderOf(bench(), externalId);
    if (traits.longIds) expect(BigInt(externalId)).toBeGreaterThan(2n ** 53n);
    expect(order).toMatchObject({ externalId, closed: false, freightPaid: yuan(10) });
    expect(order.lines.map((line) => line.externalId)).toEqual(lineIds);
    expect(order.lines.map(({ paid }) => paid)).toEqual([yuan(60), yuan(40)]);
    expect(order.outboundWaybills).toHaveLength(1);
    expect([order.paidAt, order.shippedAt, order.deliveredAt]).toEqual([
      expect.any(String),
      expect.any(String),
      expect.any(String),
    ]);
  });

  test('no personal data comes in but masked', async () => {
    const { externalId } = await bench().deliveredOrder();
    const { buyer } = await orderOf(bench(), externalId);
    for (const shown of [buyer.maskedName, buyer.maskedPhone]) if (shown !== undefined) expect(shown).toContain('*');
  });

  const requests = traits.requests ?? true;
  test.runIf(requests)('a refund is read with its order, its line, its amount and its deadline', async () => {
    const { externalId, lineIds } = await bench().deliveredOrder();
    const id = await bench().askRefund(externalId, 'return_and_refund', yuan(25));
    const refund = await refundOf(bench(), id);
    expect(refund).toMatchObject({
      externalId: id,
      orderExternalId: externalId,
      lineExternalId: lineIds[0],
      resolution: 'return_and_refund',
      status: 'awaiting_seller',
      amount: yuan(25),
    });
    if (traits.deadlines) expect(String(refund.deadlineAt) > bench().now()).toBe(true);
    else expect(refund.deadlineAt).toBeUndefined();
  });

  test.runIf(!requests)('a refund that the shop booked is read as one that is paid', async () => {
    const { externalId, lineIds } = await bench().deliveredOrder();
    const id = await bench().askRefund(externalId, 'refund_only', yuan(25));
    expect(await refundOf(bench(), id)).toMatchObject({
      externalId: id,
      orderExternalId: externalId,
      lineExternalId: lineIds[0],
      status: 'refunded',
      amount: yuan(25),
    });
  });

  test('what does not exist is absent', async () => {
    expect(await bench().port.getRefund('999999999999999999')).toEqual({ kind: 'absent' });
    expect(await bench().port.getOrder('999999999999999999')).toEqual({ kind: 'absent' });
  });

  test('a document that is none is unreadable and says why', () => {
    expect(bench().port.decodeRefund({})).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(/./) });
    expect(bench().port.decodeOrder('text')).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(/./) });
  });
}
