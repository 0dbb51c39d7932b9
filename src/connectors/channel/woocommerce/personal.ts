import { maskedName, maskedPhone } from '../masked.ts';

/**
 * A shop of one's own hands out everything in clear, and each of its plug-ins may add more: addresses, tax numbers, the
 * buyer's words. So nothing is kept but what is named here.
 */
const kept = [
  'id',
  'number',
  'status',
  'currency',
  'date_created_gmt',
  'date_modified_gmt',
  'date_paid_gmt',
  'date_completed_gmt',
  'discount_total',
  'shipping_total',
  'shipping_tax',
  'total',
  'total_tax',
  'prices_include_tax',
  'customer_id',
  'payment_method',
  'transaction_id',
  'refunds',
];
const keptOfLine = [
  'id',
  'name',
  'product_id',
  'variation_id',
  'quantity',
  'subtotal',
  'subtotal_tax',
  'total',
  'total_tax',
  'taxes',
  'sku',
];
const keptOfRefund = ['id', 'date_created_gmt', 'amount', 'refunded_by', 'refunded_payment', 'reason'];

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const only = (fields: Fields, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
const each = (list: unknown, names: readonly string[]): unknown =>
  Array.isArray(list) ? list.map((one) => (isFields(one) ? only(one, names) : one)) : list;
const metaOf = (list: unknown, keys: readonly string[]): unknown[] =>
  Array.isArray(list) ? list.filter((one) => isFields(one) && keys.includes(String(one['key']))) : [];

export function withoutPersonalData(order: unknown, metaKeys: readonly string[]): unknown {
  if (!isFields(order)) return order;
  return {
    ...only(order, kept),
    line_items: each(order['line_items'], keptOfLine),
    shipping_lines: each(order['shipping_lines'], ['id', 'method_id', 'total', 'total_tax']),
    fee_lines: each(order['fee_lines'], ['id', 'name', 'total', 'total_tax']),
    meta_data: metaOf(order['meta_data'], metaKeys),
    ...masked(order, 'billing'),
    ...masked(order, 'shipping'),
  };
}

export function refundWithoutPersonalData(refund: unknown, metaKeys: readonly string[]): unknown {
  if (!isFields(refund)) return refund;
  const lines: unknown = refund['line_items'];
  return {
    ...only(refund, keptOfRefund),
    meta_data: metaOf(refund['meta_data'], metaKeys),
    line_items: Array.isArray(lines)
      ? lines.map((one) =>
          isFields(one)
            ? { ...only(one, keptOfLine), meta_data: metaOf(one['meta_data'], ['_refunded_item_id']) }
            : one,
        )
      : lines,
  };
}

function masked(order: Fields, name: 'billing' | 'shipping'): Record<string, unknown> {
  const person = order[name];
  if (!isFields(person)) return {};
  const text = (field: string): string | undefined => {
    const value = person[field];
    return typeof value === 'string' ? value : undefined;
  };
  const shown = {
    first_name: maskedName(text('first_name')),
    last_name: maskedName(text('last_name')),
    phone: maskedPhone(text('phone')),
  };
  return { [name]: Object.fromEntries(Object.entries(shown).filter(([, value]) => value)) };
}
