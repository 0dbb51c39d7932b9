import { SteeringError } from '../http-server.ts';
import { commonRoutes, oneOf, rowsReply, type SteeringRoutes } from '../steering.ts';
import { type Fields, fieldsOf, manyOf, optionalNumberIn, optionalTextIn, textIn } from '../steering-input.ts';
import type { Payment } from './refund-book.ts';
import { type GatewayWorld, settle, settleDue } from './world.ts';

/** What tests and the demo world may do behind such a gateway's back. */
export const gatewaySteering = (world: GatewayWorld): SteeringRoutes => ({
  ...commonRoutes(world),
  'POST /payments': ({ body }) => {
    const payments = manyOf(body).map((fields) => paymentOf(world, fields));
    for (const payment of payments) pay(world, payment);
  },
  /** Whatever is under way ends now as it was going to. */
  'POST /settle': () => {
    for (const refund of [...world.book.refunds.values()]) if (refund.state === 'pending') settle(world, refund);
  },
  'POST /refunds/:number/end': ({ path, body }) => {
    const refund = oneOf(world.book.refunds, 'refund', path['number']);
    const ending = textIn(fieldsOf(body), 'as');
    if (ending !== 'succeeded' && ending !== 'closed' && ending !== 'abnormal')
      throw new SteeringError(400, '"as" is succeeded, closed or abnormal');
    refund.ending = ending;
    settle(world, refund);
  },
  'POST /notices/send': () => world.notifier.sendDue(),
  'GET /notices': () => world.notifier.counts(),
  /** Every refund that moved money, once each. */
  'GET /ledger': ({ query }) => {
    settleDue(world);
    const { refunds, calls } = world.book;
    return rowsReply(
      query,
      [...refunds.values()]
        .filter(({ state }) => state === 'succeeded')
        .map(({ number, paymentId, amount, currency, settledAt }) => ({
          number,
          payment: paymentId,
          amount,
          currency,
          settledAt,
          calls: calls.get(number) ?? 0,
        })),
    );
  },
  'GET /calls': ({ query }) =>
    rowsReply(
      query,
      [...world.book.calls].map(([number, calls]) => ({ number, calls })),
    ),
});

function paymentOf({ clock }: GatewayWorld, fields: Fields): Payment {
  const total = optionalNumberIn(fields, 'total');
  if (total === undefined || !Number.isSafeInteger(total) || total <= 0)
    throw new SteeringError(400, '"total" is a positive number of minor units');
  const paidAt = optionalTextIn(fields, 'paid_at');
  const ms = paidAt === undefined ? clock.now() : Date.parse(paidAt);
  if (Number.isNaN(ms)) throw new SteeringError(400, '"paid_at" is no moment');
  return {
    id: textIn(fields, 'id'),
    outNumber: optionalTextIn(fields, 'out_number') ?? textIn(fields, 'id'),
    total,
    currency: optionalTextIn(fields, 'currency') ?? 'CNY',
    paidAt: ms,
  };
}

/** A world that is set up a second time after a restart repeats its payments; only a different one is a mistake. */
function pay({ book }: GatewayWorld, payment: Payment): void {
  const existing = book.payments.get(payment.id);
  if (!existing) {
    book.record({ type: 'payment_made', payment });
    return;
  }
  if (existing.total !== payment.total || existing.currency !== payment.currency)
    throw new SteeringError(409, `payment ${payment.id} exists and is another one`);
}
