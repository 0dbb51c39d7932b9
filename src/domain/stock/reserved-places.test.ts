import { expect, test } from 'vitest';
import { yuan } from '../../../test/support/builders.ts';
import { AT_VENDOR, outsidePlaces } from './places.ts';
import { openRepair } from './repair-order.ts';
import { transfer } from './transfer.ts';
import { answerVendorReturn, changeVendorReturn, draftVendorReturn, type VendorReturn } from './vendor-return.ts';

const plenty = () => ({ quantity: 9, value: yuan(9), held: 0 });
const noLimit = { by: 'usr_1', above: null, before: yuan(0) };
const codeOf = (decided: { ok: true } | { ok: false; rejection: { code: string } }) =>
  decided.ok ? 'ok' : decided.rejection.code;
const notOurs = [...outsidePlaces, AT_VENDOR];
const line = (location: string) => ({ sku: 'COAT-M', location, quantity: 1 });
const draft: VendorReturn = {
  version: 1,
  vendorId: 'ven_1',
  state: 'draft',
  lines: [],
  courier: null,
  waybill: null,
  credit: null,
};

test.each(notOurs)('nothing is drawn from %s into a document, whatever its balance says (W-5)', (location) => {
  expect(codeOf(draftVendorReturn('ven_1', [line('V-01'), line(location)]))).toBe('place_is_reserved');
  expect(codeOf(changeVendorReturn(draft, [line(location)]))).toBe('place_is_reserved');
  const facts = { sku: 'COAT-M', quantity: 1, location, owner: 'ours' } as const;
  expect(codeOf(openRepair(facts as never, plenty()))).toBe('place_is_reserved');
  const out = {
    sku: 'COAT-M',
    quantity: 1,
    from: { location, condition: 'good' },
    to: { location: 'A-01', condition: 'good' },
  } as const;
  expect(codeOf(transfer([out], plenty, noLimit))).toBe('place_is_reserved');
});

test.each([...notOurs, 'returns'])('nothing is put into %s by hand (W-5)', (location) => {
  const into = {
    sku: 'COAT-M',
    quantity: 1,
    from: { location: 'A-01', condition: 'good' },
    to: { location, condition: 'good' },
  } as const;
  expect(codeOf(transfer([into], plenty, noLimit))).toBe('place_is_reserved');
  expect(codeOf(answerVendorReturn({ ...draft, state: 'sent' }, [], location))).toBe('place_is_reserved');
});

test('from where goods are inspected they may be drawn (W-5)', () => {
  expect(codeOf(draftVendorReturn('ven_1', [line('returns')]))).toBe('ok');
});
