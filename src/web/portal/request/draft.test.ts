import { describe, expect, test } from 'vitest';
import type { MyOrder } from '../shapes.ts';
import {
  changed,
  chosenLines,
  type Draft,
  draft,
  firstOpenStep,
  fitted,
  isReachable,
  newDraft,
  sendingKey,
  stepsOf,
} from './draft.ts';

const cny = (minor: string) => ({ minor, currency: 'CNY' });
const line = (id: `oli_${string}`, returnable: number) => ({
  id,
  title: id,
  sku: id,
  quantity: 3,
  returnable,
  unitPaid: cny('1000'),
  exclusion: null,
});
const order: MyOrder = {
  shopName: '归来小店',
  orderNumber: 'A1',
  placedAt: '2026-11-18T01:00:00.000Z',
  deliveredAt: '2026-11-20T01:00:00.000Z',
  paid: cny('6000'),
  windowClosesAt: '2026-11-27T16:00:00.000Z',
  reasons: [
    { code: 'no_reason', needsPhoto: false, resolutions: ['return_and_refund'] },
    { code: 'quality_fault', needsPhoto: true, resolutions: ['return_and_refund', 'refund_only'] },
  ],
  lines: [line('oli_a', 2), line('oli_b', 0)],
  rmas: [],
};
const empty = newDraft('A1', 'n0nce');
const two = changed(empty, { type: 'quantity_set', lineId: 'oli_a', quantity: 2 });
const unwanted = changed(two, { type: 'reason_chosen', reason: 'no_reason', resolutions: ['return_and_refund'] });
const faulty = changed(two, {
  type: 'reason_chosen',
  reason: 'quality_fault',
  resolutions: ['return_and_refund', 'refund_only'],
});

describe('the answers', () => {
  test('a reason with one resolution answers the next question too', () => {
    expect(unwanted.resolution).toBe('return_and_refund');
    expect(stepsOf(unwanted, order)).toEqual(['lines', 'reason', 'photos', 'preview']);
  });

  test('a reason with two resolutions asks', () => {
    expect(faulty.resolution).toBeNull();
    expect(stepsOf(faulty, order)).toContain('resolution');
  });

  test('another reason keeps the chosen resolution only where it allows it', () => {
    const refundOnly = changed(faulty, { type: 'resolution_chosen', resolution: 'refund_only' });
    const again = { type: 'reason_chosen', reason: 'not_as_described' } as const;
    expect(changed(refundOnly, { ...again, resolutions: ['return_and_refund', 'refund_only'] }).resolution).toBe(
      'refund_only',
    );
    expect(changed(refundOnly, { ...again, resolutions: ['return_and_refund'] }).resolution).toBe('return_and_refund');
    expect(changed(refundOnly, { ...again, resolutions: [] }).resolution).toBeNull();
  });

  test('a tenth photo is not taken', () => {
    let full: Draft = unwanted;
    for (let n = 0; n < 10; n++) full = changed(full, { type: 'photo_added', photo: `fil_${n}` });
    expect(full.photos).toHaveLength(9);
    expect(changed(full, { type: 'photo_removed', photo: 'fil_4' }).photos).not.toContain('fil_4');
  });

  test('a line with nothing chosen is not sent', () => {
    const withNone = changed(two, { type: 'quantity_set', lineId: 'oli_b', quantity: 0 });
    expect(chosenLines(withNone, order)).toEqual([{ orderLineId: 'oli_a', quantity: 2 }]);
  });

  test('what is written to the storage is read back', () => {
    expect(draft.parse(JSON.parse(JSON.stringify(faulty)))).toEqual(faulty);
  });
});

describe('the way through the questions', () => {
  test.each([
    ['nothing', empty, 'lines'],
    ['lines', two, 'reason'],
    ['a reason that leaves a choice', faulty, 'resolution'],
    ['a reason that leaves none', unwanted, 'preview'],
  ] as const)('with %s answered, the next open question is found', (_, of, step) => {
    expect(firstOpenStep(of)).toBe(step);
  });

  test('an address may not jump over an open question', () => {
    expect(isReachable(two, order, 'preview')).toBe(false);
    expect(isReachable(faulty, order, 'photos')).toBe(false);
    expect(isReachable(unwanted, order, 'resolution')).toBe(false);
    expect(isReachable(unwanted, order, 'photos')).toBe(true);
  });
});

describe('sending once', () => {
  test('the same content has the same key, other content another', () => {
    expect(sendingKey(unwanted)).toBe(sendingKey({ ...unwanted }));
    expect(sendingKey(changed(unwanted, { type: 'note_written', note: 'x' }))).not.toBe(sendingKey(unwanted));
  });

  test('a key that the server accepts', () => {
    expect(sendingKey(newDraft('A1', '0123456789abcdef'))).toMatch(/^[\x21-\x7e]{8,128}$/);
  });
});

describe('a kept draft meets a changed order', () => {
  test('nothing changes where everything is still possible', () => {
    expect(fitted(unwanted, order)).toBe(unwanted);
    expect(fitted(empty, order)).toBe(empty);
  });

  test('quantities are cut to what is left, and the key changes', () => {
    const less = { ...order, lines: [line('oli_a', 1), line('oli_b', 0)] };
    expect(fitted(unwanted, less).quantities).toMatchObject({ oli_a: 1 });
    expect(sendingKey(fitted(unwanted, less))).not.toBe(sendingKey(unwanted));
  });

  test('a reason that is no longer offered is asked again', () => {
    const later = { ...order, reasons: order.reasons.slice(1) };
    expect(fitted(unwanted, later)).toMatchObject({ reason: null, resolution: null });
  });
});
