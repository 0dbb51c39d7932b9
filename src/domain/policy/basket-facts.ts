import type { Money } from '../money.ts';
import type { Order, OrderLine } from '../orders/order.ts';

/** What the order and the goods asked for come to, piece by piece; spread into the catalogue, which checks their shape. */
export const basketFactEntries = {
  highest_unit_price: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '最高单价', en: 'Highest unit price' },
    meaning: { zh: '所退商品中最贵一件的标价', en: 'The list price of the dearest unit asked for' },
    fixed: true,
  },
  highest_line_paid: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '单行最高实付', en: 'Most paid for a line' },
    meaning: {
      zh: '所退商品行中买家付得最多的一行，不含运费',
      en: 'What the buyer paid for the dearest line asked for, without freight',
    },
    fixed: true,
  },
  order_lines: {
    type: 'int',
    group: 'order',
    name: { zh: '订单商品行数', en: 'Lines of the order' },
    meaning: { zh: '订单里有几行商品，含赠品', en: 'How many lines the order has, gifts included' },
    fixed: true,
  },
  order_units: {
    type: 'int',
    group: 'order',
    unit: 'units',
    name: { zh: '订单件数', en: 'Units of the order' },
    meaning: { zh: '订单里商品的总件数', en: 'All units of the order' },
    fixed: true,
  },
} as const;

/** @param asked the lines that the request names, as they were bought */
export const basketFacts = (order: Pick<Order, 'lines'>, asked: readonly OrderLine[]) => ({
  highest_unit_price: highest(asked.map(({ unitPrice }) => unitPrice)),
  highest_line_paid: highest(asked.map(({ paid }) => paid)),
  order_lines: BigInt(order.lines.length),
  order_units: BigInt(order.lines.reduce((units, { quantity }) => units + quantity, 0)),
});

function highest(amounts: readonly Money[]): bigint {
  let most = 0n;
  for (const { minor } of amounts) if (minor > most) most = minor;
  return most;
}
