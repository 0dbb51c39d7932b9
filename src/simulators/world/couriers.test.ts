import { expect, test } from 'vitest';
import { carriers, finalStates, statuses } from '../kuaidi100/codes.ts';
import { couriers, journeyOf, parcelOf } from './couriers.ts';
import { personOf } from './people.ts';
import { randomOf } from './random.ts';

test.each(couriers.map(([, courier]) => [courier.code, courier] as const))(
  'the waybills of %s are such as Kuaidi100 takes for its own',
  (code, courier) => {
    const random = randomOf(1, code);
    for (let i = 0; i < 50; i += 1) expect(courier.waybill(random)).toMatch(carriers[code]?.numbers ?? /^never$/);
  },
);

test('no two parcels of a thousand share a waybill', () => {
  const waybills = Array.from({ length: 1_000 }, (_, n) => parcelOf(randomOf(20261111, 'parcel', n)).waybill);
  expect(new Set(waybills).size).toBe(1_000);
});

const journeys = Array.from({ length: 300 }, (_, n) => {
  const random = randomOf(7, 'journey', n);
  return journeyOf(random, personOf(random), 10_000);
});

test('a journey goes forward through scans that the vendor knows', () => {
  for (const { steps } of journeys) {
    const seconds = steps.map(({ afterSeconds }) => afterSeconds);
    expect([...seconds].sort((a, b) => a - b)).toEqual(seconds);
    for (const { statusCode } of steps) expect(statuses).toHaveProperty(statusCode);
  }
});

test('a parcel ends with a signature, unless it is lost, and then nobody waits for it', () => {
  for (const { steps, signedAfterMs } of journeys) {
    const last = steps.at(-1);
    const isSigned = finalStates.has(statuses[last?.statusCode ?? '']?.state ?? '');
    expect(signedAfterMs).toBe(isSigned ? (last?.afterSeconds ?? 0) * 1_000 : null);
  }
  expect(journeys.some(({ signedAfterMs }) => signedAfterMs === null)).toBe(true);
});
