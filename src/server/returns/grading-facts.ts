import { sql } from 'kysely';
import type { MerchantId, RmaLineId } from '../../domain/ids.ts';
import { DRAWS } from '../../domain/inspection/second-look.ts';
import type { RmaCommand } from '../../domain/returns/commands.ts';
import type { GradingFacts } from '../../domain/returns/grading-facts.ts';
import { putAwayPast } from '../../domain/returns/put-away-past.ts';
import { placeAfter } from '../../domain/stock/stock-moves.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { readBook } from '../inspection-book/book-store.ts';
import type { Actor, Locked } from './rma-store.ts';

const asks: ReadonlySet<RmaCommand['type']> = new Set<RmaCommand['type']>([
  'inspect_line',
  'look_again',
  'dispose_line',
  'approve_scrap',
  'undo_disposition',
]);

/** What a command about goods asks beside the return; undefined for all other commands, which read nothing more. */
export async function readGradingFacts(
  app: App,
  tx: Tx,
  { merchantId, actor }: { merchantId: MerchantId; actor: Actor },
  { order, history, rma }: Locked,
  command: RmaCommand,
): Promise<GradingFacts | undefined> {
  if (!asks.has(command.type) || !('lineId' in command)) return undefined;
  const { lineId } = command;
  const past = history.map(({ event }) => event);
  const sku = rma.lines.find(({ id }) => id === lineId)?.sku;
  const [book, tally, onHand] = await Promise.all([
    readBook(tx, merchantId, order.currency),
    command.type === 'inspect_line' ? inspectedBy(tx, merchantId, actor.id) : 0,
    command.type === 'undo_disposition' && sku !== undefined
      ? unitsAt(tx, merchantId, sku, putAwayPast(past, lineId).at(-1))
      : null,
  ]);
  return { book, draw: drawOf(app, merchantId, lineId), inspectedSoFar: tally, past, onHand };
}

/** Follows from the line and the secret key: the same whenever it is asked for, and known to nobody beforehand. */
const drawOf = (app: App, merchantId: MerchantId, lineId: RmaLineId): number =>
  app.secrets.token(`second look\n${lineId}`, merchantId).readUInt32BE(0) % DRAWS;

async function inspectedBy(tx: Tx, merchantId: MerchantId, inspectorId: string): Promise<number> {
  const { rows } = await sql<{ inspected: bigint }>`select inspected from inspector_tally
    where merchant_id = ${merchantId} and inspector_id = ${inspectorId}`.execute(tx);
  return Number(rows[0]?.inspected ?? 0n);
}

type Put = ReturnType<typeof putAwayPast>[number];

/** Held until the end of the transaction, so that nobody takes the units away in between. */
async function unitsAt(tx: Tx, merchantId: MerchantId, sku: string, put: Put | undefined): Promise<number | null> {
  const place = put && placeAfter(put);
  if (!place) return null;
  const { rows } = await sql<{ quantity: bigint }>`select quantity from stock_balance
    where merchant_id = ${merchantId} and sku = ${sku} and location = ${place.location}
      and condition = ${place.condition} for update`.execute(tx);
  return Number(rows[0]?.quantity ?? 0n);
}
