import { allocate, isZero, type Money, percent, subtract, zero } from '../money.ts';
import { type AccountRole, owedBy, type Party } from './accounts.ts';
import { credit, debit, entry, type JournalEntry } from './entry.ts';

export type BookDocumentId = `bdo_${string}`;

/** Who turns out to have caused a loss (M-8). */
export const lossCauses = ['vendor', 'courier', 'warehouse', 'service', 'buyer', 'platform', 'unclear'] as const;
export type LossCause = (typeof lossCauses)[number];

/**
 * How a loss that waits in 1901 is settled (T7, T21): as the usual loss of a stock, as one of selling, as an abnormal one
 * (管理不善, whose input tax is turned out), or as owed by somebody.
 */
export const lossOutcomes = ['stock_loss', 'selling_loss', 'abnormal_loss', 'owed'] as const;
export type LossOutcome = (typeof lossOutcomes)[number];

/** What an accountant books from a paper, where no return and no document of the warehouse says it. */
export type BookDocument =
  /** T14: a courier's bill with its input tax. */
  | { kind: 'freight_bill'; courier: string; gross: Money; vatBasisPoints: number }
  /** T16: the premium of freight insurance, taken from the balance at the gateway. */
  | { kind: 'freight_insurance'; amount: Money }
  /** T20: a payment fee that the gateway gives back. */
  | { kind: 'fee_returned'; amount: Money }
  /**
   * What a gateway's statement, or a marketplace's bill, says otherwise than we had booked: more was paid out, or (`less`)
   * not so much.
   */
  | {
      kind: 'statement_difference';
      item: string;
      amount: Money;
      less?: true;
      as: 'payment_fees' | 'pending_loss';
      /** The marketplace, which settles its orders net. */
      platform?: string;
    }
  /** T11: money that is no part of the price. */
  | { kind: 'goodwill'; amount: Money }
  /** T24 */
  | { kind: 'fine'; platform: string; amount: Money }
  /** T8 */
  | { kind: 'scrap_sale'; gross: Money; vatBasisPoints: number }
  /** T7, T21, T22: of what stands in 1901 for `item`. A claim that brought more than the loss is settled the other way round. */
  | {
      kind: 'loss_settled';
      item: string;
      amount: Money;
      gain?: true;
      outcome: LossOutcome;
      cause: LossCause;
      /** Who owes it, where somebody does. */
      party?: Party;
      /** Of an abnormal loss: the rate its goods were bought at, whose input tax is lost too. */
      inputVatBasisPoints?: number;
    }
  /** Policy A: what is expected to come back of the sales of a period, or what is expected of it anew. */
  | { kind: 'returns_estimate'; revenue: Money; cost: Money; lower?: true }
  /** Money to a courier or a workshop, or from a platform, a vendor, a courier, an insurer. */
  | { kind: 'party_payment'; account: PaidAccount; party: Party; amount: Money; item?: string };

export const paidAccounts = [
  'freight_payable',
  'repair_payable',
  'platform_receivable',
  'subsidy_receivable',
  'vendor_receivable',
  'claims_receivable',
  'insurance_receivable',
] as const satisfies readonly AccountRole[];
export type PaidAccount = (typeof paidAccounts)[number];

export type BookDocumentRejection =
  | { code: 'amount_not_positive' }
  | { code: 'party_needed' }
  | { code: 'estimate_needs_policy_a' };

/** What speaks against booking it as it is. */
export function cannotBook(document: BookDocument, policy: 'actual' | 'estimate'): BookDocumentRejection | null {
  if (document.kind === 'returns_estimate') {
    if (policy !== 'estimate') return { code: 'estimate_needs_policy_a' };
    return isZero(document.revenue) && isZero(document.cost) ? { code: 'amount_not_positive' } : null;
  }
  const amount = 'gross' in document ? document.gross : document.amount;
  if (amount.minor <= 0n) return { code: 'amount_not_positive' };
  return document.kind === 'loss_settled' && document.outcome === 'owed' && !document.party
    ? { code: 'party_needed' }
    : null;
}

/** The tax within a price is its remainder, never rounded on its own. */
function withoutVat(gross: Money, vatBasisPoints: number): { net: Money; vat: Money } {
  const [net = gross] = allocate(gross, [10_000n, BigInt(vatBasisPoints)]);
  return { net, vat: subtract(gross, net) };
}

/** The entry of a paper. */
export function documentEntries(document: BookDocument): JournalEntry[] {
  switch (document.kind) {
    case 'freight_bill': {
      const { net, vat } = withoutVat(document.gross, document.vatBasisPoints);
      return entry('freight_billed', [
        debit('return_freight', net),
        debit('input_vat', vat),
        credit('freight_payable', document.gross, { kind: 'courier', id: document.courier }),
      ]);
    }
    case 'freight_insurance':
      return fromGateway('freight_insured', 'freight_insurance', document.amount);
    case 'goodwill':
      return fromGateway('goodwill_paid', 'goodwill', document.amount);
    case 'fee_returned':
      return entry('fee_returned', [
        debit('gateway_balance', document.amount),
        credit('payment_fees', document.amount),
      ]);
    case 'statement_difference':
      return statementFollowed(document);
    case 'fine':
      return entry('platform_fined', [
        debit('fines', document.amount),
        credit('platform_receivable', document.amount, { kind: 'platform', id: document.platform }),
      ]);
    case 'scrap_sale': {
      const { net, vat } = withoutVat(document.gross, document.vatBasisPoints);
      return entry('scrap_sold', [
        debit('bank', document.gross),
        credit('other_income', net),
        credit('output_vat', vat),
      ]);
    }
    case 'loss_settled':
      return lossSettled(document);
    case 'returns_estimate':
      return estimated(document);
    case 'party_payment':
      return paid(document);
  }
}

const fromGateway = (kind: 'freight_insured' | 'goodwill_paid', role: AccountRole, amount: Money): JournalEntry[] =>
  entry(kind, [debit(role, amount), credit('gateway_balance', amount)]);

function statementFollowed(document: Extract<BookDocument, { kind: 'statement_difference' }>): JournalEntry[] {
  const { amount, as, less, platform } = document;
  const side = less ? debit : credit;
  const payer = platform
    ? side('platform_receivable', amount, { kind: 'platform', id: platform })
    : side('gateway_balance', amount);
  return entry('statement_followed', less ? [payer, credit(as, amount)] : [debit(as, amount), payer]);
}

function lossSettled(document: Extract<BookDocument, { kind: 'loss_settled' }>): JournalEntry[] {
  const { amount, outcome, party, gain, inputVatBasisPoints = 0 } = document;
  const none = zero(amount.currency);
  // The goods stand without tax: it is reckoned on top, not out of it.
  const lostVat = outcome === 'abnormal_loss' && !gain ? percent(amount, inputVatBasisPoints) : none;
  const borne = { ...amount, minor: amount.minor + lostVat.minor };
  const to = outcome === 'owed' ? owedBy[party?.kind ?? 'courier'] : outcome;
  if (gain) return entry('loss_settled', [debit('pending_loss', amount), credit(to, amount, party)]);
  return entry('loss_settled', [
    debit(to, borne, outcome === 'owed' ? party : undefined),
    credit('pending_loss', amount),
    credit('input_vat_out', lostVat),
  ]);
}

/** Revenue and cost of what is expected back leave the sale, and come to it again as less is expected. */
function estimated({ revenue, cost, lower }: Extract<BookDocument, { kind: 'returns_estimate' }>): JournalEntry[] {
  return entry('returns_estimated', [
    debit(lower ? 'refund_liability' : 'sales_revenue', revenue),
    credit(lower ? 'sales_revenue' : 'refund_liability', revenue),
    debit(lower ? 'cost_of_sales' : 'right_to_goods', cost),
    credit(lower ? 'right_to_goods' : 'cost_of_sales', cost),
  ]);
}

function paid({ account, party, amount }: Extract<BookDocument, { kind: 'party_payment' }>): JournalEntry[] {
  return account === 'freight_payable' || account === 'repair_payable'
    ? entry('party_paid', [debit(account, amount, party), credit('bank', amount)])
    : entry('party_received', [debit('bank', amount), credit(account, amount, party)]);
}
