import { expect, test } from 'vitest';
import { type ChannelBench, refundOf, yuan } from './conformance-bench.ts';
import type { ChannelMessage, ChannelRefund } from './port.ts';

const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

async function asked(bench: ChannelBench): Promise<ChannelRefund> {
  const { externalId } = await bench.deliveredOrder();
  return refundOf(bench, await bench.askRefund(externalId, 'refund_only', yuan(60)));
}

async function thread({ port }: ChannelBench, refund: ChannelRefund): Promise<ChannelMessage[]> {
  const read = await (port.messages ?? expect.unreachable('the port has no messages'))(refund);
  return read.kind === 'messages' ? read.messages : expect.unreachable(read.kind);
}

const says = (bench: ChannelBench, refund: ChannelRefund, text: string) =>
  (bench.buyerSays ?? expect.unreachable('the bench has no buyerSays'))(refund.externalId, text);

/** The promises of `ChannelPort.message` and `ChannelPort.messages`. */
export function describeTalking(bench: () => ChannelBench): void {
  test('is what the adapter says it has, with what a message must be like', () => {
    expect(bench().port.capabilities).toMatchObject({ message: true, messageRules: { maxBytes: expect.any(Number) } });
  });

  test('that has not begun is empty', async () => {
    expect(await thread(bench(), await asked(bench()))).toEqual([]);
  });

  test('shows what the buyer and what we said, each with its number, the oldest first', async () => {
    const refund = await asked(bench());
    await says(bench(), refund, '衣服开线了，能补偿一点吗？');
    await bench().pass(2_000);
    expect(await bench().port.message?.(refund, '请补一张照片', picture)).toEqual({ kind: 'done' });
    await bench().pass(2_000);
    await says(bench(), refund, '好的');
    const said = await thread(bench(), refund);
    expect(said.map(({ from, text }) => [from, text])).toEqual([
      ['buyer', '衣服开线了，能补偿一点吗？'],
      ['seller', '请补一张照片'],
      ['buyer', '好的'],
    ]);
    expect(new Set(said.map(({ externalId }) => externalId)).size).toBe(3);
    expect(said.map(({ writtenAt }) => writtenAt)).toEqual(said.map(({ writtenAt }) => writtenAt).toSorted());
    expect(said[1]?.pictures).toBe(1);
  });

  test('longer than a page is read to its end', async () => {
    const refund = await asked(bench());
    for (let n = 1; n <= 9; n++) {
      await says(bench(), refund, `第 ${n} 句`);
      await bench().pass(1_000);
    }
    expect((await thread(bench(), refund)).map(({ text }) => text)).toEqual(
      Array.from({ length: 9 }, (_, i) => `第 ${i + 1} 句`),
    );
  });

  test('of one request shows nothing of another', async () => {
    const [one, other] = [await asked(bench()), await asked(bench())];
    await says(bench(), one, '只说给这一单');
    expect(await thread(bench(), other)).toEqual([]);
  });

  test('about what does not exist is refused', async () => {
    const ref = { externalId: '999999999999999999', version: 1, phase: 'aftersale' };
    expect(await bench().port.messages?.(ref)).toMatchObject({ kind: 'refused' });
    expect(await bench().port.message?.(ref, '在吗', picture)).toMatchObject({ kind: 'refused' });
  });
}
