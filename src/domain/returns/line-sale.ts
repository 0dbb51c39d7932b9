import type { OrderLineId, RmaLineId } from '../ids.ts';
import type { Money } from '../money.ts';

/**
 * How the sale of a line stood in the books when its return was first booked: nothing shipped and nothing recognised (T1),
 * shipped and not yet recognised (T2), sold (T3), or sold with a provision for returns (policy A).
 */
export type SaleState = 'unshipped' | 'unrecognised' | 'recognised' | 'provided';

/** What a refund found of the goods: they are to come (T4), they are lost (T22), or nothing is to be booked for them. */
export type GoodsState = 'owed' | 'lost' | 'none';

/** A fact of the moment of a refund, which the books need as it was then. */
export type LineBooks = {
  lineId: RmaLineId;
  sale: SaleState;
  goods: GoodsState;
  unitCost: Money;
  units: number;
  /** See {@link KeptBooks}. Absent in earlier versions. */
  recovery?: Money;
};

/** What a line keeps of how it was booked, so that what follows is booked against the same accounts. */
export type KeptBooks = {
  sale?: SaleState;
  /** The cost of a unit, where a refund booked the right to the goods or their loss. */
  owedAt?: Money;
  /** What getting a unit back was expected to cost, where the right to it was booked without that. */
  recovery?: Money;
  /** They were given up, and what they cost was booked as a loss. */
  writtenOff?: true;
  /** The goods stand at cost with an allowance. */
  allowance?: true;
};

/** What blue invoices cover of a refund, by line of the order: with tax, and the tax that red invoices will take off. */
export type InvoicedPart = { orderLineId: OrderLineId; gross: Money; vat: Money };
