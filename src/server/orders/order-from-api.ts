import type { OrderInput } from '../../contract/orders.ts';
import { money } from '../../domain/money.ts';
import type { IncomingOrder } from '../../domain/orders/incoming-order.ts';
import type { Promotion } from '../../domain/orders/promotions.ts';
import { fromMs, type Instant } from '../../domain/time.ts';
import { reviveMoney } from '../../domain/wire.ts';

/** The contract has checked the shapes: what is left is to read digits and times. */
export function orderFromApi(input: OrderInput): IncomingOrder {
  const amount = (given: { minor: string; currency: string }) => money(BigInt(given.minor), given.currency);
  const discounts = (given: OrderInput['orderDiscounts']) =>
    given.map((discount) => ({ funder: discount.funder, amount: amount(discount.amount) }));
  return {
    externalId: input.externalId,
    version: 0n,
    currency: input.currency,
    placedAt: instant(input.placedAt),
    paidAt: input.paidAt === null ? null : instant(input.paidAt),
    shippedAt: input.shippedAt === null ? null : instant(input.shippedAt),
    deliveredAt: input.deliveredAt === null ? null : instant(input.deliveredAt),
    businessPurchase: input.businessPurchase,
    buyer: {
      token: input.buyer.token,
      nick: input.buyer.nick,
      name: input.buyer.name ?? null,
      phone: input.buyer.phone ?? null,
      phoneTail: '',
    },
    freightPaid: amount(input.freightPaid),
    orderDiscounts: discounts(input.orderDiscounts),
    outbound: input.outbound,
    ...(input.promotions.length > 0 ? { promotions: input.promotions.map(promotionFrom) } : {}),
    payments: input.payments.map((payment) => ({ ...payment, paid: amount(payment.paid) })),
    lines: input.lines.map((line) => ({
      externalId: line.externalId,
      sku: line.sku,
      title: line.title,
      imageUrl: line.imageUrl ?? null,
      quantity: line.quantity,
      unitPrice: amount(line.unitPrice),
      discounts: discounts(line.discounts),
      paid: null,
      unitCost: line.unitCost ? amount(line.unitCost) : null,
      vatBasisPoints: line.vatBasisPoints,
      goodsClass: line.goodsClass,
      exclusion: line.exclusion,
      exclusionConfirmed: line.exclusionConfirmed,
      ...(line.serials.length > 0 ? { serials: line.serials } : {}),
    })),
  };
}

function promotionFrom({ lines, keptWhenBroken, ...input }: OrderInput['promotions'][number]): Promotion {
  const about = {
    ...(lines ? { lines } : {}),
    ...(keptWhenBroken ? { keptWhenBroken: true as const } : {}),
  };
  return reviveMoney<Promotion>({ ...input, ...about });
}

const instant = (text: string): Instant => fromMs(Date.parse(text));
