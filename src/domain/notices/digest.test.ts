import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromMs, type Instant, plusMs, toMs } from '../time.ts';
import { bytesOf, clip, digestOf, fillDigests } from './digest.ts';
import { type NoticeId, type NoticePlan, severities, type TimedNotice } from './notice.ts';
import { dueAt, isQuiet, mayGoAt } from './timing.ts';

const aNotice = (changed: Partial<TimedNotice> = {}): TimedNotice => ({
  id: 'ntc_1',
  at: '2026-11-24T00:00:00.000Z' as Instant,
  title: '包裹 5 天没有更新',
  lines: [],
  url: 'https://erp.example.com/rmas/rma_1',
  severity: 'warning',
  language: 'zh',
  ...changed,
});

test('a digest says how many there are of which kind, and names each, the most serious first', () => {
  const info = aNotice({ id: 'ntc_a', severity: 'info', title: '昨天退货 12 单' });
  const digest = digestOf(
    [info, aNotice(), aNotice({ id: 'ntc_c', severity: 'urgent', title: '退款失败' })],
    'https://x',
  );
  expect(digest).toMatchObject({
    id: 'ntc_a_digest',
    title: '3 条通知：紧急 1 条，警告 1 条，消息 1 条',
    lines: ['紧急 · 退款失败', '警告 · 包裹 5 天没有更新', '消息 · 昨天退货 12 单'],
    severity: 'urgent',
    url: 'https://x',
  });
});

test('in English too', () => {
  const notices = [aNotice({ language: 'en', title: 'Parcel stands still' }), aNotice({ language: 'en' })] as const;
  expect(digestOf([...notices], 'https://x').title).toBe('2 notifications: 2 warning');
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, '…'],
  ['退货退款', 10, '退货…'],
  ['a👍b', 5, 'a…'],
])('%s within %i bytes is %s', (text, most, clipped) => {
  expect(clip(text, most)).toBe(clipped);
  expect(bytesOf(clip(text, most))).toBeLessThanOrEqual(most);
});

describe('properties', () => {
  const wall = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia');
  const plan: fc.Arbitrary<Pick<NoticePlan, 'quiet' | 'digestAt'>> = fc.record({
    quiet: fc.option(fc.record({ from: wall, to: wall })),
    digestAt: fc.option(wall),
  });
  const start = toMs('2026-10-20T00:00:00.000Z' as Instant);
  const given = fc.array(
    fc.record({ severity: fc.constantFrom(...severities), afterMs: fc.integer({ min: 0, max: 10 * 86_400_000 }) }),
    { maxLength: 40 },
  );

  test('nothing is lost, nothing goes out in quiet hours unless urgent, and each notice goes out once', () => {
    fc.assert(
      fc.property(plan, zone, given, fc.integer({ min: 900, max: 20_000 }), (terms, timeZone, list, maxBytes) => {
        const notices = list.map(({ severity, afterMs }, index) =>
          aNotice({ id: `ntc_${index}`, severity, at: fromMs(start + afterMs), title: `通知 ${index}` }),
        );
        const sent = new Map<NoticeId, Instant>();
        for (const [moment, due] of byDue(notices, terms, timeZone)) {
          const messages = terms.digestAt ? fillDigests(due, maxBytes) : due.map((notice) => [notice]);
          for (const notice of messages.flat()) {
            expect(sent.has(notice.id)).toBe(false);
            if (notice.severity !== 'urgent') expect(isQuiet(terms, moment, timeZone)).toBe(false);
            sent.set(notice.id, moment);
          }
        }
        expect(sent.size).toBe(notices.length);
        // Nobody waits for more than two days: for the digest, and for the night to end.
        for (const notice of notices)
          expect(toMs(sent.get(notice.id) ?? notice.at) - toMs(notice.at)).toBeLessThan(50 * 3_600_000);
      }),
      { numRuns: 300 },
    );
  });

  test('a retry at whatever moment keeps the night quiet and goes out within a day', () => {
    fc.assert(
      fc.property(plan, zone, fc.integer({ min: 0, max: 400 * 86_400_000 }), (terms, timeZone, afterMs) => {
        const now = fromMs(start + afterMs);
        const goes = mayGoAt(terms, 'warning', now, timeZone);
        expect(isQuiet(terms, goes, timeZone)).toBe(false);
        expect(goes >= now && goes <= plusMs(now, 25 * 3_600_000)).toBe(true);
        expect(mayGoAt(terms, 'urgent', now, timeZone)).toBe(now);
      }),
    );
  });
});

function byDue(notices: readonly TimedNotice[], terms: Pick<NoticePlan, 'quiet' | 'digestAt'>, timeZone: string) {
  const due = new Map<Instant, TimedNotice[]>();
  for (const notice of notices) {
    const moment = dueAt(terms, notice.severity, notice.at, timeZone);
    due.set(moment, [...(due.get(moment) ?? []), notice]);
  }
  return due;
}
