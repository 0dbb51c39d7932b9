import type { OrderLineId } from '../ids.ts';
import { add, allocate, isMore, isPositive, type Money, subtract, zero } from '../money.ts';
import type { OrderLine } from '../orders/order.ts';
import type { LocalDate } from '../time.ts';

export type BlueInvoiceId = `inv_${string}`;

/** Who bought: a natural person is never asked to confirm a red invoice. */
export const buyerKinds = ['person', 'company'] as const;
export type BuyerKind = (typeof buyerKinds)[number];

/** A line of a blue invoice, and what red invoices take off it so far, those included that are due. `gross` is with tax. */
export type BlueLine = {
  number: number;
  orderLineId: OrderLineId;
  gross: Money;
  tax: Money;
  redGross: Money;
};

/** An issued invoice (蓝票) of an order. */
export type BlueInvoice = {
  id: BlueInvoiceId;
  /** 20 digits (数电票). */
  number: string;
  issuedOn: LocalDate;
  buyerKind: BuyerKind;
  /** Whether a company has confirmed its use or booked it (用途确认, 入账确认). Null: not known. */
  booked: boolean | null;
  lines: readonly BlueLine[];
};

export type NewBlueLine = Pick<BlueLine, 'orderLineId' | 'gross' | 'tax'>;

/** Whether the buyer has to confirm a red invoice for it. `ask`: only the tax platform knows. */
export const confirmationFor = ({
  buyerKind,
  booked,
}: Pick<BlueInvoice, 'buyerKind' | 'booked'>): 'needed' | 'not_needed' | 'ask' => {
  if (buyerKind === 'person' || booked === false) return 'not_needed';
  return booked ? 'needed' : 'ask';
};

/** What an invoice over a whole order says: each line's goods and freight, the tax being the remainder of the price. */
export const linesOfWholeOrder = (
  lines: readonly Pick<OrderLine, 'id' | 'paid' | 'freight' | 'vatBasisPoints'>[],
): NewBlueLine[] =>
  lines
    .map(({ id, paid, freight, vatBasisPoints }) => {
      const gross = add(paid, freight);
      const [, tax = zero(gross.currency)] = allocate(gross, [10_000n, BigInt(vatBasisPoints)]);
      return { orderLineId: id, gross, tax };
    })
    .filter(({ gross }) => isPositive(gross));

/** What is wrong with the lines of an invoice; `field` is the path of it. */
export type InvoiceRefusal = { field: string } & (
  | { code: 'invoice_line_unknown' }
  | { code: 'invoice_tax_exceeds_amount' }
  | { code: 'invoice_amount_not_positive' }
  | { code: 'invoice_exceeds_order'; invoiced: Money; paid: Money }
);

type Bought = Pick<OrderLine, 'id' | 'paid' | 'freight'>;
type Invoiced = Pick<NewBlueLine, 'orderLineId' | 'gross'>;

/** No more is invoiced for a line than was paid for it, counting the order's other invoices. */
export function checkBlueLines(
  order: readonly Bought[],
  lines: readonly NewBlueLine[],
  others: readonly Invoiced[],
): InvoiceRefusal | undefined {
  const invoiced = new Map<OrderLineId, Money>();
  for (const { orderLineId, gross } of others)
    invoiced.set(orderLineId, add(invoiced.get(orderLineId) ?? zero(gross.currency), gross));
  for (const [i, { orderLineId, gross, tax }] of lines.entries()) {
    const field = `lines.${i}`;
    const bought = order.find(({ id }) => id === orderLineId);
    if (!bought || bought.paid.currency !== gross.currency || tax.currency !== gross.currency)
      return { code: 'invoice_line_unknown', field };
    if (!isPositive(gross)) return { code: 'invoice_amount_not_positive', field: `${field}.gross` };
    if (tax.minor < 0n || !isMore(gross, tax)) return { code: 'invoice_tax_exceeds_amount', field: `${field}.tax` };
    const total = add(invoiced.get(orderLineId) ?? zero(gross.currency), gross);
    const paid = add(bought.paid, bought.freight);
    if (isMore(total, paid)) return { code: 'invoice_exceeds_order', field: `${field}.gross`, invoiced: total, paid };
    invoiced.set(orderLineId, total);
  }
  return undefined;
}

export const leftOf = ({ gross, redGross }: Pick<BlueLine, 'gross' | 'redGross'>): Money => subtract(gross, redGross);
