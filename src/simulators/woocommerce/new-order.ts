import { SteeringError } from '../http-server.ts';
import {
  type Fields,
  fieldsOf,
  manyOf,
  optionalBooleanIn,
  optionalNumberIn,
  optionalTextIn,
} from '../steering-input.ts';
import { fenOf, yuanOf } from '../yuan.ts';
import type { Line, Order, Person } from './shapes.ts';
import { fen, type WooWorld } from './world.ts';

const known = new Set([
  'id',
  'createdAt',
  'currency',
  'customerId',
  'customerNote',
  'receiver',
  'shipping',
  'shippingTax',
  'paid',
  'lines',
  'fees',
]);

/** A paid order; what is not given is made up to fit. `paid: false` leaves it pending. */
export function newOrder(world: WooWorld, fields: Fields): Order {
  const stranger = Object.keys(fields).find((name) => !known.has(name));
  if (stranger !== undefined) throw new SteeringError(400, `an order has no field "${stranger}" here`);
  const { book, clock } = world;
  const createdAt = optionalNumberIn(fields, 'createdAt') ?? clock.now();
  const isPaid = optionalBooleanIn(fields, 'paid') ?? true;
  const person = personIn(fields['receiver'] === undefined ? {} : fieldsOf(fields['receiver']));
  return {
    id: optionalNumberIn(fields, 'id') ?? book.nextId(),
    status: isPaid ? 'processing' : 'pending',
    currency: optionalTextIn(fields, 'currency') ?? 'CNY',
    createdAt,
    modifiedAt: clock.now(),
    ...(isPaid ? { paidAt: createdAt } : {}),
    customerId: optionalNumberIn(fields, 'customerId') ?? 0,
    customerNote: optionalTextIn(fields, 'customerNote') ?? '',
    billing: { ...person, email: 'buyer@example.com' },
    shipping: person,
    shippingTotal: amountIn(fields, 'shipping') ?? '0.00',
    shippingTax: amountIn(fields, 'shippingTax') ?? '0.00',
    lines: (fields['lines'] === undefined ? [{}] : manyOf(fields['lines'])).map((line, i) => newLine(world, line, i)),
    fees: (fields['fees'] === undefined ? [] : manyOf(fields['fees'])).map((fee) => ({
      id: book.nextId(),
      name: optionalTextIn(fee, 'name') ?? 'Fee',
      total: optionalTextIn(fee, 'total') ?? '0.00',
      total_tax: '0.00',
    })),
    meta: [],
  };
}

function newLine({ book }: WooWorld, fields: Fields, index: number): Line {
  const quantity = optionalNumberIn(fields, 'quantity') ?? 1;
  const subtotal = yuanOf(fen(amountIn(fields, 'price') ?? '100.00') * BigInt(quantity));
  const discount = fen(amountIn(fields, 'discount') ?? '0.00');
  if (discount > fen(subtotal)) throw new SteeringError(400, '"discount" is more than the line costs');
  return {
    id: book.nextId(),
    name: optionalTextIn(fields, 'name') ?? '商品',
    productId: optionalNumberIn(fields, 'productId') ?? 90 + index,
    variationId: optionalNumberIn(fields, 'variationId') ?? 0,
    sku: optionalTextIn(fields, 'sku') ?? `SKU-${index + 1}`,
    quantity,
    subtotal,
    total: yuanOf(fen(subtotal) - discount),
    tax: amountIn(fields, 'tax') ?? '0.00',
  };
}

const personIn = (fields: Fields): Person => ({
  first_name: optionalTextIn(fields, 'first_name') ?? '三丰',
  last_name: optionalTextIn(fields, 'last_name') ?? '张',
  company: '',
  address_1: optionalTextIn(fields, 'address_1') ?? '某路1号',
  city: '杭州',
  state: 'CN12',
  postcode: '311100',
  country: 'CN',
  phone: optionalTextIn(fields, 'phone') ?? '13812345678',
});

export function amountIn(fields: Fields, name: string): string | undefined {
  const text = optionalTextIn(fields, name);
  if (text !== undefined && fenOf(text) === undefined) {
    throw new SteeringError(400, `"${name}" is no amount with two decimals: ${text}`);
  }
  return text;
}
