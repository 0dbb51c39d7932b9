import type { OrderInput } from '../../contract/orders.ts';
import type { NewBlueLine } from '../../domain/invoicing/blue-invoice.ts';
import { type Money, money } from '../../domain/money.ts';
import type { Order } from '../../domain/orders/order.ts';
import { ok, reject } from '../../domain/result.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { BesidesOrder } from '../orders/besides-order.ts';
import { recordInvoice } from './record-invoice.ts';

/** The invoices that come with an order over the API. */
export const recordInvoices =
  (app: App): BesidesOrder =>
  async (tx, orderId, { invoices }, by) => {
    for (const [i, { lines, issuedOn, ...facts }] of invoices.entries()) {
      const given = {
        ...facts,
        issuedOn: issuedOn as LocalDate,
        ...(lines ? { lines: (order: Order) => linesOf(order, lines) } : {}),
      };
      const said = await recordInvoice(app, tx, orderId, given, by);
      if (said.ok) continue;
      const { rejection } = said;
      return reject(
        'field' in rejection ? { ...rejection, field: `order.invoices.${i}.${rejection.field}` } : rejection,
      );
    }
    return ok(null);
  };

type Lines = NonNullable<OrderInput['invoices'][number]['lines']>;

/** A line that the order does not have keeps its own name, and is refused as one. */
const linesOf = (order: Order, lines: Lines): NewBlueLine[] =>
  lines.map(({ externalId, gross, tax }) => ({
    orderLineId: order.lines.find((line) => line.externalId === externalId)?.id ?? `oli_${externalId}`,
    gross: amount(gross),
    tax: amount(tax),
  }));

const amount = (given: Lines[number]['gross']): Money => money(BigInt(given.minor), given.currency);
