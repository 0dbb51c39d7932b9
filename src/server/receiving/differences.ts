import type { z } from 'zod';
import type { reportDifference } from '../../contract/receiving.ts';
import { assert } from '../../domain/assert.ts';
import type { RmaId } from '../../domain/ids.ts';
import { type Result, reject } from '../../domain/result.ts';
import { canReportDifference } from '../../domain/returns/difference-guards.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Meta } from '../http/caller.ts';
import * as rmaStore from '../returns/rma-store.ts';
import { type Handled, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { bookIn } from '../unknown-parcels/book-in.ts';
import type { UnknownCommandRejection } from '../unknown-parcels/run-unknown-command.ts';

type Report = z.output<NonNullable<typeof reportDifference.body>>;

/**
 * Goods that nobody had agreed on are booked in as those of a parcel without an owner, which names the return it came with;
 * the return learns of the difference in the same transaction.
 */
export async function reportSurplus(
  app: App,
  tx: Tx,
  rmaId: RmaId,
  { location, ...reported }: Report,
  meta: Meta,
): Promise<Result<Handled, UnknownCommandRejection>> {
  const locked = await rmaStore.lock(tx, meta.merchantId, rmaId);
  if (!locked) return reject({ code: 'rma_not_found' });
  const { kind, lineId, sku, quantity, photos, weightGrams } = reported;
  const facts = { kind, quantity, photos, ...(lineId ? { lineId } : {}) };
  const hasRun = locked.history.some(({ commandId }) => commandId === meta.commandId);
  const no = hasRun ? null : canReportDifference(locked.rma, facts);
  if (no) return reject(no);
  const contents = sku === undefined ? [] : [{ sku, quantity }];
  const weight = weightGrams ? { weightGrams } : {};
  const goods = { location, contents, photos, ...weight };
  const booked = await bookIn(app, tx, goods, { ...meta, commandId: `${meta.commandId}:goods` }, rmaId);
  if (!booked.ok) return booked;
  const { expectedVersion: _, ...plain } = meta;
  const command = {
    type: 'report_difference',
    ...facts,
    ...(sku === undefined ? {} : { sku }),
    ...weight,
    unknownId: booked.value.facts.id,
  } as const;
  const ran = await runRmaCommandIn(app, tx, rmaId, command, plain);
  // Nothing comes in between, under the lock of the order: if it does, the goods are not booked either.
  assert(ran.ok || hasRun, `a difference of ${rmaId} could be reported and was not`);
  return ran;
}
