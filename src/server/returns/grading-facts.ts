import { sql } from 'kysely';
import type { MerchantId, RmaLineId } from '../../domain/ids.ts';
import { DRAWS } from '../../domain/inspection/second-look.ts';
import type { RmaCommand } from '../../domain/returns/commands.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { GradingFacts } from '../../domain/returns/grading-facts.ts';
import { goodsAreBuyers } from '../../domain/returns/put-away.ts';
import { putAwayPast } from '../../domain/returns/put-away-past.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { placeAfter } from '../../domain/stock/stock-moves.ts';
import type { Holding } from '../../domain/stock/valuation.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { readBook } from '../inspection-book/book-store.ts';
import { lockHoldings } from '../stock/holdings.ts';
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
  const [book, tally, there] = await Promise.all([
    readBook(tx, merchantId, order.currency),
    command.type === 'inspect_line' ? inspectedBy(tx, merchantId, actor.id) : 0,
    thereNow(tx, merchantId, order.currency, rma, past, command),
  ]);
  return { book, draw: drawOf(app, merchantId, lineId), inspectedSoFar: tally, past, there };
}

/** Follows from the line and the secret key: the same whenever it is asked for, and known to nobody beforehand. */
const drawOf = (app: App, merchantId: MerchantId, lineId: RmaLineId): number =>
  app.secrets.token(`second look\n${lineId}`, merchantId).readUInt32BE(0) % DRAWS;

async function inspectedBy(tx: Tx, merchantId: MerchantId, inspectorId: string): Promise<number> {
  const { rows } = await sql<{ inspected: bigint }>`select inspected from inspector_tally
    where merchant_id = ${merchantId} and inspector_id = ${inspectorId}`.execute(tx);
  return Number(rows[0]?.inspected ?? 0n);
}

const inspectionArea = { location: 'returns', condition: 'uninspected' };

/**
 * What lies where the command takes units from, held until the end of the transaction, so that nobody takes them away in
 * between. Both places are locked, in the order of all movements.
 */
async function thereNow(
  tx: Tx,
  merchantId: MerchantId,
  currency: string,
  rma: Rma,
  past: readonly RmaEvent[],
  command: RmaCommand,
): Promise<Holding | null> {
  if (!('lineId' in command)) return null;
  const line = rma.lines.find(({ id }) => id === command.lineId);
  if (!line) return null;
  const { sku } = line;
  if (command.type === 'undo_disposition') {
    const put = putAwayPast(past, line.id).at(-1);
    const place = put && put.disposition !== 'to_buyer' ? placeAfter(put) : null;
    if (!put || !place) return null;
    const back = put.from === undefined ? inspectionArea : { location: put.from, condition: 'quarantine' };
    const spot = { sku, ...place };
    const free = (await lockHoldings(tx, merchantId, currency, [spot, { sku, ...back }]))(spot);
    return isOwn(rma, place.condition) ? withHeld(free) : free;
  }
  const takes = command.type === 'dispose_line' || command.type === 'approve_scrap';
  if (!takes || line.heldAt === undefined) return null;
  const spot = { sku, location: line.heldAt, condition: 'quarantine' };
  const disposition = command.type === 'dispose_line' ? command.disposition : 'scrap';
  const location = command.type === 'dispose_line' ? command.location : (line.scrapAsked?.location ?? line.heldAt);
  const to = placeAfter({ disposition, location });
  const held = await lockHoldings(tx, merchantId, currency, [spot, ...(to ? [{ sku, ...to }] : [])]);
  return withHeld(held(spot));
}

/** What is held there is held by returns: the one that asks among them. */
const isOwn = (rma: Rma, condition: string): boolean =>
  condition === 'quarantine' || (condition === 'to_repair' && goodsAreBuyers(rma));

const withHeld = ({ quantity, value, held }: Required<Holding>): Holding => ({ quantity: quantity + held, value });
