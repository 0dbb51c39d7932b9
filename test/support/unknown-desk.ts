import { expect } from 'vitest';
import type { RmaId } from '../../src/domain/ids.ts';
import { type Harness, type OrderFacts, placeOrder } from './app-harness.ts';

export type Candidate = {
  kind: 'return' | 'order';
  rma: { id: RmaId } | null;
  order: { id: string };
  score: number;
  reasons: { code: string; weight: number }[];
  fits: number;
  obstacle: { code: string } | null;
};
/** What the API shows of a parcel without an owner, as far as tests look at it. */
export type Unknown = {
  id: string;
  state: string;
  ageing: string;
  sender: { phoneTail: string | null; maskedName: string | null };
  items: { sku: string; quantity: number; bound: number }[];
  suggested: { rmaId: string; score: number } | null;
  bindings: { rmaId: string; units: number }[];
  candidates: Candidate[];
  history: { type: string }[];
};

export const COAT = { sku: 'COAT-M', quantity: 1 };

/** The desk where parcels without an owner are booked in and bound, over HTTP. */
export function unknownDesk(harness: Harness) {
  const { call } = harness;
  let numbers = 0;
  const aNumber = () => `YT77${String(++numbers).padStart(10, '0')}`;
  /** A phone whose tail no other test has. */
  const aPhone = () => `1390000${String(2_000 + ++numbers)}`;

  const bookIn = async (facts: object = {}): Promise<Unknown> => {
    const { status, body } = await call<Unknown>('POST', '/api/unknown-parcels', {
      waybill: aNumber(),
      courier: 'yuantong',
      contents: [COAT],
      ...facts,
    });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const look = async (id: string) => (await call<Unknown>('GET', `/api/unknown-parcels/${id}`)).body;
  const act = (id: string, verb: string, body: object = {}, headers: Record<string, string> = {}) =>
    call<Unknown & { code?: string }>('POST', `/api/unknown-parcels/${id}/${verb}`, body, headers);

  const order = (facts: OrderFacts = {}) => placeOrder(harness, { phone: aPhone(), ...facts });
  return { aNumber, aPhone, bookIn, look, act, order };
}
