import type { OrderInput } from '../../contract/orders.ts';
import type { MerchantId, OrderId } from '../../domain/ids.ts';
import { type Result, reject } from '../../domain/result.ts';
import type { Tx } from '../db/database.ts';

type By = { merchantId: MerchantId; by: string };
type Refusal = { code: string };

/** Keeps what comes with an order and is not part of it, in the order's transaction. */
export type BesidesOrder = (tx: Tx, orderId: OrderId, order: OrderInput, by: By) => Promise<Result<null, Refusal>>;

/** Ends the transaction of an order that is not taken whole. */
class NotTakenWhole extends Error {
  readonly rejection: Refusal;
  constructor(rejection: Refusal) {
    super(rejection.code);
    this.rejection = rejection;
  }
}

/** Undoes the transaction where something besides the order is refused. */
export function orUndo(said: Result<null, Refusal>): void {
  if (!said.ok) throw new NotTakenWhole(said.rejection);
}

export async function wholeOrRefused<T, R extends Refusal>(
  work: Promise<Result<T, R>>,
): Promise<Result<T, R | Refusal>> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotTakenWhole) return reject(error.rejection);
    throw error;
  }
}
