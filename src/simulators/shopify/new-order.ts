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
import type { Line, Order } from './shapes.ts';
import { fen, type ShopifyWorld } from './world.ts';

const known = new Set([
  'id',
  'name',
  'createdAt',
  'currency',
  'taxesIncluded',
  'shipping',
  'shippingTax',
  'customerId',
  'receiver',
  'email',
  'paid',
  'lines',
]);

/** A paid order; what is not given is made up to fit. `paid: false` leaves it unpaid. */
export function newOrder(world: ShopifyWorld, fields: Fields): Order {
  const stranger = Object.keys(fields).find((name) => !known.has(name));
  if (stranger !== undefined) throw new SteeringError(400, `an order has no field "${stranger}" here`);
  const count = world.book.orders.size;
  const id = optionalTextIn(fields, 'id') ?? String(5_000_000_000 + count);
  const createdAt = optionalNumberIn(fields, 'createdAt') ?? world.clock.now();
  const taxesIncluded = optionalBooleanIn(fields, 'taxesIncluded') ?? true;
  const given = fields['lines'] === undefined ? [{}] : manyOf(fields['lines']);
  const lines = given.map((line, index) => newLine(line, id, index));
  const shipping = amountIn(fields, 'shipping') ?? '0.00';
  const shippingTax = amountIn(fields, 'shippingTax') ?? '0.00';
  const receiver = fields['receiver'] === undefined ? {} : fieldsOf(fields['receiver']);
  const untaxed = lines.reduce((sum, line) => sum + goodsOf(line), fen(shipping));
  const taxes = lines.reduce((sum, { tax }) => sum + fen(tax), fen(shippingTax));
  const customerId = optionalTextIn(fields, 'customerId') ?? String(8_000_000_000 + count);
  return {
    id,
    name: optionalTextIn(fields, 'name') ?? `#${1001 + count}`,
    createdAt,
    updatedAt: world.clock.now(),
    currency: optionalTextIn(fields, 'currency') ?? 'CNY',
    taxesIncluded,
    shipping,
    shippingTax,
    ...(customerId === '' ? {} : { customerId }),
    receiver: {
      name: optionalTextIn(receiver, 'name') ?? '张三丰',
      phone: optionalTextIn(receiver, 'phone') ?? '+86 138 1234 5678',
      address1: optionalTextIn(receiver, 'address1') ?? '某路1号',
    },
    email: optionalTextIn(fields, 'email') ?? 'buyer@example.com',
    tags: [],
    lines,
    transactions:
      optionalBooleanIn(fields, 'paid') === false
        ? []
        : [
            {
              id: `${id}0`,
              kind: 'SALE',
              status: 'SUCCESS',
              amount: yuanOf(untaxed + (taxesIncluded ? 0n : taxes)),
              processedAt: createdAt,
            },
          ],
    fulfillments: [],
  };
}

const goodsOf = ({ price, quantity, discount }: Line): bigint => fen(price) * BigInt(quantity) - fen(discount);

function newLine(fields: Fields, orderId: string, index: number): Line {
  const line = {
    id: optionalTextIn(fields, 'id') ?? `${orderId}${index + 1}`,
    title: optionalTextIn(fields, 'title') ?? '商品',
    sku: optionalTextIn(fields, 'sku') ?? `SKU-${index + 1}`,
    variantId: optionalTextIn(fields, 'variantId') ?? `4${orderId}${index}`,
    quantity: optionalNumberIn(fields, 'quantity') ?? 1,
    price: amountIn(fields, 'price') ?? '100.00',
    discount: amountIn(fields, 'discount') ?? '0.00',
    tax: amountIn(fields, 'tax') ?? '0.00',
  };
  if (goodsOf(line) < 0n) throw new SteeringError(400, '"discount" is more than the line costs');
  return line;
}

export function amountIn(fields: Fields, name: string): string | undefined {
  const text = optionalTextIn(fields, name);
  if (text !== undefined && fenOf(text) === undefined) {
    throw new SteeringError(400, `"${name}" is no amount with two decimals: ${text}`);
  }
  return text;
}
