import { isPositive, type Money, zero } from '../../../domain/money.ts';
import type { IncomingLine } from '../../../domain/orders/incoming-order.ts';
import { fromMs, type Instant } from '../../../domain/time.ts';
import {
  amountIn,
  type Cell,
  type FileTerms,
  type Mapping,
  type OrderHead,
  type Reading,
  type Unreadable,
  wallClockReader,
  wholeNumber,
} from './mapping.ts';

/** What a column may mean, and the names it goes by in exports of 聚水潭, 旺店通, 快麦 and of shops' own sheets. */
const fieldNames = {
  order_number: ['订单号', '订单编号', '线上订单号', '线上单号', '原始单号', '平台单号', 'order number'],
  line_number: ['子订单号', '子订单编号', '线上子订单号', '原始子订单号', 'line number'],
  buyer: ['买家昵称', '买家账号', '买家id', '客户网名', 'buyer'],
  buyer_name: ['收货人', '收件人', '收货人姓名', 'buyer name'],
  buyer_phone: ['手机', '手机号', '收货人手机', '收件人手机', '联系电话', 'buyer phone'],
  placed_at: ['下单时间', '订单创建时间', '拍单时间', '订单日期', 'placed at', 'order date'],
  paid_at: ['付款时间', '支付时间', '付款日期', 'paid at'],
  shipped_at: ['发货时间', '发货日期', 'shipped at'],
  delivered_at: ['签收时间', '确认收货时间', 'delivered at'],
  sku: ['商品编码', '商家编码', '规格编码', '商品编号', '货品编号', 'sku'],
  title: ['商品名称', '商品标题', '货品名称', '宝贝标题', 'title'],
  quantity: ['数量', '商品数量', '购买数量', 'quantity'],
  unit_price: ['单价', '商品单价', '销售单价', 'unit price'],
  line_discount: ['优惠', '优惠金额', '分摊优惠', '商品优惠', 'line discount'],
  order_discount: ['整单优惠', '订单优惠', 'order discount'],
  freight: ['运费', '买家运费', '邮费', 'freight'],
  order_paid: ['实付金额', '订单实付', '买家实付', '已付金额', 'order paid'],
  trade_number: ['支付单号', '支付交易号', '交易号', '外部支付单号', 'trade number'],
  unit_cost: ['成本价', '成本单价', 'unit cost'],
  vat_percent: ['税率', 'vat percent'],
  serials: ['序列号', 'serial numbers'],
  return_number: ['售后单号', '退货单号', '退款单号', 'return number'],
  returned_at: ['退货时间', '售后时间', '申请时间', '入库时间', 'returned at'],
} as const;

type Field = keyof typeof fieldNames;
const fields = Object.keys(fieldNames) as Field[];
const orderFields: readonly Field[] = ['order_number', 'placed_at', 'sku', 'quantity', 'unit_price'];
const returnFields: readonly Field[] = ['return_number', 'returned_at', 'sku', 'quantity'];

/**
 * Any file with a header. A row whose return number is filled is a past return, any other one is a line of an order.
 * @param named which column of the file holds a field, where its name is none of the usual ones
 */
export const generic = (named: Readonly<Record<string, string>> = {}): Mapping => ({
  name: 'generic',
  bind: (header, terms) => {
    const normal = header.map((name) => name.trim().toLowerCase().replaceAll('_', ' '));
    const places = new Map<Field, number>();
    for (const field of fields) {
      const given = named[field];
      const names = given === undefined ? [field.replaceAll('_', ' '), ...fieldNames[field]] : [given];
      const wanted = new Set(names.map((name) => name.toLowerCase().replaceAll('_', ' ')));
      const place = normal.findIndex((name) => wanted.has(name));
      if (place >= 0) places.set(field, place);
    }
    const unknown = Object.keys(named).filter((name) => !fields.some((field) => field === name));
    const lacking = (wanted: readonly Field[]) => wanted.filter((field) => !places.has(field));
    const missing = places.has('return_number') ? lacking(returnFields) : lacking(orderFields);
    if (missing.length + unknown.length > 0) return { kind: 'unbound', missing: [...missing, ...unknown] };
    const readTime = wallClockReader(terms.timeZone);
    return {
      kind: 'bound',
      read: (cells) => {
        const row = rowReader((field) => (cells[places.get(field) ?? -1] ?? '').trim(), terms, readTime);
        const reading = row.text('return_number') === '' ? orderLine(row, terms) : pastReturn(row);
        return row.problem() ?? reading;
      },
    };
  },
});

type RowReader = ReturnType<typeof rowReader>;

/** Reads fields and keeps the first that is wrong, so that a row is read in one go and refused with its reason. */
function rowReader(text: (field: Field) => string, { currency }: FileTerms, readTime: (text: string) => Cell<Instant>) {
  let problem: Unreadable | undefined;
  const refuse = (field: Field, reason: string): void => {
    problem ??= { kind: 'unreadable', field, reason, order: text('order_number') || null };
  };
  const taken = <T>(field: Field, cell: Cell<T>, otherwise: T): T => {
    if (cell.ok) return cell.value;
    refuse(field, cell.reason);
    return otherwise;
  };
  const none = zero(currency);
  const amount = (field: Field): Money | null => {
    if (text(field) === '') return null;
    const value = taken(field, amountIn(text(field), currency), none);
    if (value.minor < 0n) refuse(field, `negative: "${text(field)}"`);
    return value;
  };
  return {
    text,
    refuse,
    problem: () => problem,
    required: (field: Field): string => {
      if (text(field) === '') refuse(field, 'missing');
      return text(field);
    },
    amount,
    count: (field: Field): number => {
      const value = taken(field, wholeNumber(text(field)), 1);
      if (value <= 0) refuse(field, `not above zero: "${text(field)}"`);
      return value;
    },
    time: (field: Field): Instant | null =>
      text(field) === '' ? null : taken<Instant | null>(field, readTime(text(field)), null),
  };
}

function orderLine(row: RowReader, { currency }: FileTerms): Reading {
  const number = row.required('order_number');
  const placedAt = row.time('placed_at');
  const unitPrice = row.amount('unit_price');
  const discount = row.amount('line_discount');
  const orderDiscount = row.amount('order_discount');
  if (!placedAt) row.refuse('placed_at', 'missing');
  if (!unitPrice) row.refuse('unit_price', 'missing');
  if (row.text('sku').length > 64) row.refuse('sku', 'longer than 64 characters');
  const serials = [
    ...new Set(
      row
        .text('serials')
        .split(/[\s,，;；、|]+/)
        .filter(Boolean),
    ),
  ];
  if (serials.some((serial) => serial.length > 64)) row.refuse('serials', 'longer than 64 characters');
  const shopDiscount = (amount: Money | null) =>
    amount && isPositive(amount) ? [{ funder: 'shop' as const, amount }] : [];
  const line: IncomingLine = {
    externalId: row.text('line_number'),
    sku: row.required('sku'),
    title: (row.text('title') || row.text('sku')).slice(0, 200),
    imageUrl: null,
    quantity: row.count('quantity'),
    unitPrice: unitPrice ?? zero(currency),
    discounts: shopDiscount(discount),
    paid: null,
    unitCost: row.amount('unit_cost'),
    vatBasisPoints: vatOf(row),
    goodsClass: 'general',
    exclusion: null,
    exclusionConfirmed: false,
    ...(serials.length > 0 ? { serials } : {}),
  };
  const placed = placedAt ?? NEVER;
  const head: OrderHead = {
    externalId: number,
    version: 0n,
    currency,
    placedAt: placed,
    // A sheet of past orders without this column lists orders that were paid.
    paidAt: row.time('paid_at') ?? placed,
    shippedAt: row.time('shipped_at'),
    deliveredAt: row.time('delivered_at'),
    businessPurchase: false,
    buyer: {
      token: row.text('buyer') || `order-${number}`,
      nick: row.text('buyer').slice(0, 80),
      name: row.text('buyer_name') || null,
      ...phoneOf(row.text('buyer_phone')),
    },
    freightPaid: row.amount('freight') ?? zero(currency),
    orderDiscounts: shopDiscount(orderDiscount),
    payment: { method: 'alipay', tradeNumber: row.text('trade_number') || number },
    paidTotal: row.amount('order_paid'),
  };
  return { kind: 'order_line', head, line };
}

// Stands in a row that is refused for want of a time.
const NEVER = fromMs(0);

/** Exports mask phones: `138****1234` is good for its last digits only. */
function phoneOf(text: string): { phone: string | null; phoneTail: string } {
  const plain = text.replaceAll(/[\s-]/g, '');
  if (/^\+?\d{5,15}$/.test(plain)) return { phone: plain, phoneTail: '' };
  return { phone: null, phoneTail: /\d{4}$/.exec(plain)?.[0] ?? '' };
}

function vatOf(row: RowReader): number {
  const text = row.text('vat_percent').replace('%', '');
  if (text === '') return STANDARD_VAT;
  const points = Math.round(Number(text) * 100);
  if (points >= 0 && points <= 10_000) return points;
  row.refuse('vat_percent', `not a percentage: "${text}"`);
  return 0;
}

/** 13 %, the rate of most goods. */
const STANDARD_VAT = 1_300;

function pastReturn(row: RowReader): Reading {
  const returnedAt = row.time('returned_at');
  if (!returnedAt) row.refuse('returned_at', 'missing');
  return {
    kind: 'past_return',
    past: {
      document: row.text('return_number'),
      buyerToken: row.text('buyer'),
      orderExternalId: row.text('order_number') || null,
      sku: row.required('sku'),
      quantity: row.count('quantity'),
      unitPrice: row.amount('unit_price'),
      returnedAt: returnedAt ?? NEVER,
      notGoods: null,
    },
  };
}
