import type { MerchantId } from '../../domain/ids.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { saveExposure } from './exposure-rows.ts';
import { saveRefunds } from './refund-rows.ts';
import { saveTransfers } from './transfer-rows.ts';

/** Writes the refunds of a return, and those that people pay or that went out before their goods. */
export const saveMoney = (
  tx: Tx,
  merchantId: MerchantId,
  rma: Rma,
  events: readonly RmaEvent[],
  now: Instant,
): Promise<unknown> =>
  Promise.all([saveRefunds, saveTransfers, saveExposure].map((save) => save(tx, merchantId, rma, events, now)));
