import { describe, expect, test } from 'vitest';
import { lineId, outcomeOf } from '../../../test/support/builders.ts';
import {
  again,
  Desk,
  dispose,
  inspect,
  never,
  passed,
  sampled,
  strictBook,
  textile,
  undoVerdict,
} from '../../../test/support/coats-desk.ts';
import { aBook, bob, boss } from '../../../test/support/grading.ts';
import { parseLocalDate } from '../time.ts';

describe('what the second has found (W-3)', () => {
  const withBelt = { ...sampled, book: { ...sampled.book, templates: strictBook.templates } };
  const missing = [...textile, { check: 'belt', outcome: 'failed' as const, photos: ['fil_1' as const] }];
  const there = [...textile, ...passed('belt')];
  const take = (side: 'first' | 'second') =>
    ({ type: 'resolve_second_look', lineId: lineId(1), take: side, note: 'looked' }) as const;

  test('differs where other checks failed, and the word for it brings its own failed checks', () => {
    for (const side of ['first', 'second'] as const) {
      const desk = new Desk(withBelt);
      desk.live(inspect({ grade: 'minor_flaw', checks: missing }));
      desk.live(again({ grade: 'minor_flaw', checks: there }), bob);
      expect(desk.line.secondLook?.state).toBe('differs');
      desk.live(take(side), boss);
      expect(desk.line.failedChecks ?? []).toEqual(side === 'first' ? ['belt'] : []);
      expect(desk.rma.refunds).toHaveLength(side === 'first' ? 0 : 1);
    }
  });

  test('that failed only at the second look stays known once that stands', () => {
    const desk = new Desk(withBelt);
    desk.live(inspect({ grade: 'minor_flaw', checks: there }));
    desk.live(again({ grade: 'minor_flaw', checks: missing }), bob);
    expect(desk.line.secondLook?.second).toMatchObject({ failedChecks: ['belt'] });
    desk.live(take('second'), boss);
    expect(desk.line.failedChecks).toEqual(['belt']);
  });

  test('a number that was not sold is kept, whichever of two who agree has read it, and is not sold as new', () => {
    for (const { first, second } of [
      { first: ['SN1'], second: ['SN9'] },
      { first: ['SN9'], second: ['SN1'] },
      { first: [], second: ['SN9'] },
    ]) {
      const desk = new Desk({ ...sampled, bought: { serials: ['SN1'] } });
      desk.live(inspect({ serials: first }));
      desk.live(again({ serials: second }), bob);
      expect(desk.line).toMatchObject({ secondLook: { state: 'agreed' }, foreignSerials: ['SN9'] });
      expect(desk.line.serials).toContain('SN9');
      expect(outcomeOf(desk.ask(dispose('restock')))).toBe('serial_was_not_sold');
    }
  });

  test('of two days the earlier counts, and a resolved side brings its own numbers and day', () => {
    const templates = aBook().templates.map((template) => ({ ...template, minShelfDays: 30 }));
    const day = (text: string) => parseLocalDate(text) ?? never();
    const desk = new Desk({ ...sampled, book: { ...sampled.book, templates } });
    desk.live(inspect({ expiry: day('2027-12-22') }));
    desk.live(again({ expiry: day('2026-12-01') }), bob);
    expect(outcomeOf(desk.ask(dispose('restock')))).toBe('shelf_life_too_short');

    const other = new Desk({ ...sampled, bought: { serials: ['SN1'] } });
    other.live(inspect({ serials: ['SN9'] }));
    other.live(again({ grade: 'minor_flaw', serials: ['SN1'] }), bob);
    other.live(take('second'), boss);
    expect(other.line).toMatchObject({ serials: ['SN1'], foreignSerials: [] });
    expect(outcomeOf(other.ask(dispose('restock')))).toBe('line_disposed');
  });

  test('goods that failed at either look do not go out again as new while that stands', () => {
    for (const side of ['first', 'second'] as const) {
      const failed = { grade: 'minor_flaw', failedTests: ['soiled'], photos: ['fil_1'] } as const;
      const desk = new Desk(sampled);
      desk.live(inspect(side === 'first' ? { ...failed, failedTests: ['soiled'], photos: ['fil_1'] } : {}));
      desk.live(again(side === 'second' ? failed : {}), bob);
      expect(desk.line.secondLook?.state).toBe('differs');
      desk.live(take(side), boss);
      expect(outcomeOf(desk.ask(dispose('restock')))).toBe('failed_test_forbids_restock');
    }
  });

  test('an exchange waits again while two differ, and the one that stands says whether it goes out', () => {
    const desk = new Desk({ ...sampled, resolution: 'exchange' });
    desk.live(inspect());
    expect(desk.line.replacement).toBe('due');
    desk.live(again({ grade: 'damaged', failedTests: ['soiled'], photos: ['fil_1'] }), bob);
    expect(desk.line.replacement).toBeUndefined();
    desk.live(take('first'), boss);
    expect(desk.line.replacement).toBe('due');
  });

  test('its verdict is taken back for the whole line: a part would lie open while the rest waits', () => {
    const desk = new Desk({ ...sampled, bought: { quantity: 2 } });
    desk.live(inspect({ quantity: 2, grade: 'minor_flaw' }));
    const part = { ...undoVerdict, quantity: 1 };
    expect(desk.ask(part, boss)).toMatchObject({ rejection: { code: 'whole_line_waits', quantity: 2 } });
    desk.live(again({ grade: 'damaged' }), bob);
    expect(desk.ask(part, boss)).toMatchObject({ rejection: { code: 'whole_line_waits', quantity: 2 } });
    desk.live(take('first'), boss);
    expect(outcomeOf(desk.ask(part, boss))).toBe('line_split line_inspection_undone');
  });
});
