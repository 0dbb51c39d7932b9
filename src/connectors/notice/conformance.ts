import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesOf } from '../../domain/notices/digest.ts';
import type { TimedNotice } from '../../domain/notices/notice.ts';
import type { Instant } from '../../domain/time.ts';
import type { NoticePort } from './port.ts';

/** What may happen to the next message. `…_before`: nothing arrives. `…_after`: it arrives, and the sender does not learn it. */
export type NoticeFault = 'fail_before' | 'hang_before' | 'throttled' | 'fail_after' | 'hang_after' | 'drop_after';

/** Something that arrived: its words as a reader has them, and the id by which a repeat is told, where there is one. */
export type Arrived = { text: string; id?: string };

/** A receiver to test against: the adapter, and the hand that steers what stands behind it. */
export type NoticeBench = {
  port: NoticePort;
  /** The same adapter with a key that the other side does not know. */
  strangerPort: NoticePort;
  arrived(): Promise<Arrived[]>;
  /** For the next message only. */
  fault(kind: NoticeFault): Promise<void>;
  close(): Promise<void>;
};

export const sample: TimedNotice = {
  id: 'ntc_sample',
  at: '2026-11-24T01:30:00.000Z' as Instant,
  title: '退回包裹 5 天没有更新',
  lines: ['运单 SF1234567890 停在杭州转运中心', '负责人：小林，今天 18:00 前处理'],
  url: 'https://erp.example.com/rmas/rma_1?tab=parcels',
  severity: 'urgent',
  language: 'zh',
};

/** The promises of {@link NoticePort}. Every adapter passes, talking to its simulator. */
export function describeNotices(name: string, setUp: () => Promise<NoticeBench>): void {
  let bench: NoticeBench;
  const current = (): NoticeBench => bench;
  describe(`${name} as a way of notices`, () => {
    beforeEach(async () => {
      bench = await setUp();
    });
    afterEach(() => bench.close());
    describe('in good order', () => describeWords(current));
    describe('in trouble', () => describeFaults(current));
  });
}

const only = async (bench: NoticeBench): Promise<Arrived> => {
  const [first, ...more] = await bench.arrived();
  expect(more).toEqual([]);
  return first ?? { text: 'nothing arrived' };
};

function describeWords(bench: () => NoticeBench): void {
  test('a notice arrives once, with how serious it is, its title, every line and the link', async () => {
    expect(await bench().port.send(sample)).toEqual({ kind: 'sent' });
    const { text } = await only(bench());
    for (const part of ['紧急', sample.title, 'SF1234567890', '今天 18:00 前处理', sample.url])
      expect(text).toContain(part);
  });

  test('it speaks English where the notice does', async () => {
    await bench().port.send({
      ...sample,
      language: 'en',
      title: 'Parcel has not moved for 5 days',
      lines: ['Hangzhou'],
    });
    const { text } = await only(bench());
    for (const part of ['urgent', 'Parcel has not moved for 5 days', 'Hangzhou']) expect(text).toContain(part);
    expect(text).not.toMatch(/紧急|打开/);
  });

  test('a notice without lines arrives', async () => {
    expect(await bench().port.send({ ...sample, lines: [] })).toEqual({ kind: 'sent' });
    expect((await only(bench())).text).toContain(sample.title);
  });

  test('what is too long is cut where the reader sees it, and keeps its title and its link', async () => {
    const lines = Array.from({ length: 400 }, (_, index) => `第 ${index} 行：${'退'.repeat(150)}`);
    const { maxBytes } = bench().port.capabilities;
    expect(await bench().port.send({ ...sample, title: `标题${'长'.repeat(300)}`, lines })).toEqual({ kind: 'sent' });
    const { text } = await only(bench());
    for (const part of ['标题长', '第 0 行', '…', sample.url]) expect(text).toContain(part);
    expect(text).not.toContain('第 399 行');
    expect(bytesOf(text)).toBeLessThan(maxBytes + 4_000);
  });

  test('words of strangers make no link, no mark-up and no further line of a header', async () => {
    const title =
      '买家留言 [点这里](https://evil.example/) <a href="https://evil.example/">x</a>\r\nBcc: all@evil.example';
    expect(
      await bench().port.send({ ...sample, title, lines: [`**${title}** <@all> <script>alert(1)</script>`] }),
    ).toEqual({
      kind: 'sent',
    });
    const { text } = await only(bench());
    expect(text).toContain('买家留言');
    expect(text).not.toMatch(/^Bcc: all@evil/m);
    if (bench().port.capabilities.markdown) expect(text).not.toMatch(/\]\(https:\/\/evil|<a |<@all>|<script/);
  });
}

function describeFaults(bench: () => NoticeBench): void {
  test.each(['fail_before', 'hang_before'] as const)(
    'after %s nobody knows, and the next attempt gets through',
    async (kind) => {
      await bench().fault(kind);
      expect(await bench().port.send(sample)).toMatchObject({ kind: 'unknown', cause: expect.stringMatching(/./) });
      expect(await bench().arrived()).toEqual([]);
      expect(await bench().port.send(sample)).toEqual({ kind: 'sent' });
      await only(bench());
    },
  );

  test.each(['fail_after', 'hang_after', 'drop_after'] as const)(
    'after %s nobody knows, and a repeat can be told where the receiver has a way to',
    async (kind) => {
      await bench().fault(kind);
      expect(await bench().port.send(sample)).toMatchObject({ kind: 'unknown' });
      expect(await bench().port.send(sample)).toEqual({ kind: 'sent' });
      const ids = (await bench().arrived()).map(({ id }) => id);
      expect(ids).toHaveLength(2);
      if (!bench().port.capabilities.tellsRepeats) return;
      expect(ids[0]).toContain(sample.id);
      expect(ids[1]).toBe(ids[0]);
    },
  );

  test('when throttled it says for how long, and the same gets through later', async () => {
    await bench().fault('throttled');
    const held = await bench().port.send(sample);
    expect(held).toMatchObject({ kind: 'throttled' });
    expect(held.kind === 'throttled' ? held.retryAfterMs : 0).toBeGreaterThanOrEqual(1_000);
    expect(await bench().arrived()).toEqual([]);
    expect(await bench().port.send(sample)).toEqual({ kind: 'sent' });
  });

  test('with a key that the other side does not know it is rejected until somebody mends that, and nothing arrives', async () => {
    const rejected = await bench().strangerPort.send(sample);
    expect(rejected).toMatchObject({ kind: 'rejected', retryable: true, message: expect.stringMatching(/./) });
    expect(await bench().arrived()).toEqual([]);
  });
}
