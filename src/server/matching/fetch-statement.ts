import type { App } from '../app.ts';
import { keepStatement, markDay, type StatementOf } from './keep-statement.ts';

/** Asks a gateway for its books of a day and takes them over. What it could not say is kept with its cause. */
export async function fetchStatement(
  app: App,
  of: StatementOf,
): Promise<'complete' | 'absent' | 'failed' | 'not_offered'> {
  const { merchantId, vendor, day } = of;
  const port = await app.shops.payment(merchantId, vendor);
  if (!port) return 'not_offered';
  const answer = await port.statement(day);
  if (answer.kind === 'statement') {
    await keepStatement(app, of, answer.lines);
    return 'complete';
  }
  const said =
    answer.kind === 'unknown' ? ({ state: 'failed', cause: answer.cause } as const) : ({ state: answer.kind } as const);
  await app.db.inMerchant(merchantId, (tx) => markDay(app, tx, of, said));
  return said.state;
}
