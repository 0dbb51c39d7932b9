import { add, allocate, type Money, subtract, sum, times, zero } from '../money.ts';
import type { Funder } from '../orders/order.ts';
import type { RefundBooking } from '../returns/events.ts';
import type { InvoicedPart, LineBooks, SaleState } from '../returns/line-sale.ts';
import type { Rma } from '../returns/rma.ts';
import type { AccountRole, Party } from './accounts.ts';
import { credit, debit, entry, type JournalEntry, type JournalLine } from './entry.ts';
import { takeInvoiced } from './red-vat.ts';

/** What a sale stands on: revenue, the provision made for its return, or what was paid for goods still to be delivered. */
const saleRoles: Record<SaleState, { net: AccountRole; vat: AccountRole }> = {
  recognised: { net: 'sales_revenue', vat: 'output_vat' },
  provided: { net: 'refund_liability', vat: 'output_vat' },
  unrecognised: { net: 'contract_liability', vat: 'deferred_output_vat' },
  unshipped: { net: 'contract_liability', vat: 'deferred_output_vat' },
};

type Reversed = {
  booking?: readonly RefundBooking[];
  books?: readonly LineBooks[];
  invoiced?: readonly InvoicedPart[];
};

export const withBuyer = ({ number }: Rma): Party => ({ kind: 'buyer', id: number });

/** Who funded a part of the price and gets it back: a platform stands for its influencers and for its points. */
const funderOf = (rma: Rma, funder: Funder): Party =>
  funder === 'government' ? { kind: 'government', id: 'government' } : { kind: 'platform', id: rma.channel };

/**
 * T1, T2, T3 with T18: the sale of what the buyer paid and of what others paid for him is reversed where it stands; each
 * gets his own part back. The tax is the remainder of the price, never rounded on its own (T19). Of what is invoiced it is the
 * invoice's, is output VAT whether or not the sale was recognised, and waits for the red invoice.
 */
export function saleReversed(
  rma: Rma,
  { booking = [], books = [], invoiced = [] }: Reversed,
  amount: Money,
): JournalLine[] {
  const none = zero(amount.currency);
  const net = new Map<AccountRole, Money>();
  const vat = new Map<AccountRole, Money>();
  const left = new Map(invoiced.map((part) => [part.orderLineId, part]));
  const funded = new Map<string, { party: Party; amount: Money }>();
  const count = (to: Map<AccountRole, Money>, role: AccountRole, more: Money) =>
    to.set(role, add(to.get(role) ?? none, more));
  for (const line of booking) {
    const byOthers = sum(
      line.funded.map((part) => part.amount),
      amount.currency,
    );
    const gross = add(add(line.goods, line.freight), byOthers);
    const covered = takeInvoiced(left, line.orderLineId, add(line.goods, line.freight));
    const [, lineVat = none] = allocate(subtract(gross, covered.gross), [10_000n, BigInt(line.vatBasisPoints)]);
    const roles = rolesOf(line, books);
    count(net, roles.net, subtract(subtract(gross, lineVat), covered.vat));
    count(vat, roles.vat, lineVat);
    count(vat, 'red_vat', covered.vat);
    for (const part of line.funded) {
      const party = funderOf(rma, part.funder);
      const known = funded.get(party.id)?.amount ?? none;
      funded.set(party.id, { party, amount: add(known, part.amount) });
    }
  }
  return [
    ...[...net, ...vat].map(([role, sum]) => debit(role, sum)),
    credit('refunds_payable', amount, withBuyer(rma)),
    ...[...funded.values()].map(({ party, amount }) => credit('subsidy_receivable', amount, party)),
  ];
}

function rolesOf({ lineId, rebate }: RefundBooking, books: readonly LineBooks[]) {
  const sale = books.find((line) => line.lineId === lineId)?.sale ?? 'recognised';
  // An allowance on goods that stay (T10) is no return: the provision for returns is not for it.
  return saleRoles[rebate && sale === 'provided' ? 'recognised' : sale];
}

/** What the right to goods stands at: their cost, under policy A less what getting them back was expected to cost. */
export const rightValue = (unitCost: Money, recovery: Money | undefined, units: number): Money =>
  times(recovery ? subtract(unitCost, recovery) : unitCost, units);

/** T4: the right to goods that are to come; T22: goods that never will. Under policy A the right is in the books already. */
export function goodsAtRefund(books: readonly LineBooks[] = []): JournalEntry[] {
  const owed = books.filter(({ goods, sale }) => goods === 'owed' && sale === 'recognised');
  const value = ({ unitCost, recovery, units }: LineBooks): Money => rightValue(unitCost, recovery, units);
  const lost = books.filter(({ goods }) => goods === 'lost');
  return [
    ...entry(
      'goods_owed',
      owed.flatMap((line) => [debit('right_to_goods', value(line)), credit('cost_of_sales', value(line))]),
    ),
    ...entry(
      'goods_lost',
      lost.flatMap((line) => [debit('pending_loss', value(line)), credit(whereGoodsStand[line.sale], value(line))]),
    ),
  ];
}

const whereGoodsStand: Record<SaleState, AccountRole> = {
  recognised: 'cost_of_sales',
  provided: 'right_to_goods',
  unrecognised: 'goods_shipped',
  unshipped: 'inventory',
};

/** T3: a platform settles its orders net, an own shop pays from its gateway. */
export const refundPayer = (rma: Rma, method: string | undefined, amount: Money): JournalLine =>
  method === rma.channel
    ? credit('platform_receivable', amount, { kind: 'platform', id: rma.channel })
    : credit('gateway_balance', amount);
