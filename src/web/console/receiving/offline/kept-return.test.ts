import { expect, test } from 'vitest';
import { keptOf } from './kept-return.ts';

/** Every path in an object that holds anything: neither nothing, nor what stands in every return alike. */
function pathsIn(part: unknown, path = ''): string[] {
  if (Array.isArray(part)) return part.flatMap((each) => pathsIn(each, `${path}[]`));
  if (typeof part === 'object' && part !== null)
    return Object.entries(part).flatMap(([name, each]) => pathsIn(each, path ? `${path}.${name}` : name));
  return part === null || part === '' ? [] : [path];
}

/** An object in which every property, also one that nobody has thought of yet, holds a word about the buyer. */
const full = (known: object): never =>
  new Proxy(known, {
    get: (target, name) => (name in target ? Reflect.get(target, name) : 'BUYER'),
    ownKeys: (target) => [...Reflect.ownKeys(target), 'addedLater'],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  }) as never;

const aLine = full({
  id: 'rli_1',
  orderLineId: 'oli_1',
  sku: 'COAT-M',
  title: 'Coat',
  goodsClass: 'textile_home',
  quantity: 2,
  reception: 'received',
  inspection: 'graded',
  disposition: 'undecided',
  settlement: 'due',
  replacement: 'none',
  grade: 'minor_flaw',
  gradeName: { code: 'b', zh: 'B', en: 'B' },
  failedTests: ['soiled'],
  failedChecks: ['belt'],
  serials: ['SN1'],
  foreignSerials: ['SN9'],
  batch: 'B1',
  expiry: '2027-01-01',
  waitsFor: 'second_look',
  shipment: { waybill: 'BUYER' },
});

test('a device keeps of a return what the work at the dock asks for, and nothing else (P-5)', () => {
  const kept = keptOf(
    'mer_1|usr_1',
    full({
      id: 'rma_1',
      number: 'R1',
      version: 7,
      stage: 'received',
      review: 'approved',
      resolution: 'exchange',
      reason: 'no_reason',
      order: full({ externalId: 'T1', buyer: full({}), payments: ['BUYER'] }),
      parcels: [full({ courier: 'shunfeng', waybill: 'SF1', status: 'delivered', scans: ['BUYER'] })],
      lines: [aLine],
      pickups: ['BUYER'],
      outbound: ['BUYER'],
      claims: ['BUYER'],
      postages: ['BUYER'],
      assignee: { id: 'BUYER', name: 'BUYER' },
    }),
  );
  expect(JSON.stringify(kept)).not.toContain('BUYER');
  // What is no fact about this return: zeros, words for nobody, and the first moment of all.
  const empty = new Set(['byr_0', 'ord_0', 'shop_0', '0', 'CNY', '1970-01-01T00:00:00.000Z', 'none', 'on', false]);
  const valueAt = (path: string) =>
    path
      .split(/\[\]\.?|\./)
      .filter(Boolean)
      .reduce<unknown>((part, name) => Reflect.get(Object((Array.isArray(part) ? part[0] : part) ?? {}), name), kept);
  const held = pathsIn(kept).filter((path) => path.endsWith(']') || !empty.has(valueAt(path) as string));
  expect(held.map((path) => path.replace(/^rma\./, '')).toSorted()).toEqual(
    [
      'codes[]',
      'codes[]',
      'codes[]',
      'id',
      'id',
      'lines[].batch',
      'lines[].disposition',
      'lines[].expiry',
      'lines[].failedChecks[]',
      'lines[].failedTests[]',
      'lines[].foreignSerials[]',
      'lines[].goodsClass',
      'lines[].grade',
      'lines[].gradeName.code',
      'lines[].gradeName.en',
      'lines[].gradeName.zh',
      'lines[].id',
      'lines[].inspection',
      'lines[].orderLineId',
      'lines[].quantity',
      'lines[].reception',
      'lines[].serials[]',
      'lines[].settlement',
      'lines[].sku',
      'lines[].title',
      'lines[].waitsFor',
      'number',
      'order.externalId',
      'owner',
      'parcels[].courier',
      'parcels[].status',
      'parcels[].waybill',
      'reason',
      'resolution',
      'review',
      'stage',
      'version',
    ].toSorted(),
  );
});
