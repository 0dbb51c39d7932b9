import { sql } from 'kysely';
import type { StatementLine } from '../../connectors/payment/port.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { hashOf } from '../hash-of.ts';

/** An account that money goes back through. A gateway's serves every shop; on a platform each shop has its own. */
export type MatchAccount = { merchantId: MerchantId; vendor: string; shopId?: ShopId | undefined };

/** A day of an account. */
export type StatementOf = MatchAccount & { day: LocalDate };

/** Who has brought it: the gateway was asked, or a person had a bill. */
type Source = 'gateway' | 'bill';

/** How an account without a shop is stored. */
export const shopKey = ({ shopId }: Pick<MatchAccount, 'shopId'>): string => shopId ?? '';

const CHUNK = 500;

/**
 * Takes a statement over, some lines at a time, each with how far it has come: what stopped half way goes on from there,
 * and the same content again is the same file. Only a whole file counts; the last one of a day takes the place of earlier.
 */
export async function keepStatement(
  app: App,
  of: StatementOf,
  lines: readonly StatementLine[],
  options: { chunk?: number; onChunk?: () => void; source?: Source } = {},
): Promise<string> {
  const { chunk = CHUNK, onChunk, source = 'gateway' } = options;
  const fileId = await openFile(app, of, lines);
  const file = { ...of, fileId, lines: numbered(lines, of.day), chunk, source };
  for (;;) {
    const isWhole = await app.db.inMerchant(of.merchantId, (tx) => keepSome(app, tx, file));
    if (isWhole) return fileId;
    onChunk?.();
  }
}

async function openFile(
  app: App,
  { merchantId, vendor, shopId, day }: StatementOf,
  lines: readonly StatementLine[],
): Promise<string> {
  const sha256 = hashOf(lines);
  const shop = shopKey({ shopId });
  return app.db.inMerchant(merchantId, async (tx) => {
    await sql`insert into statement_file (merchant_id, file_id, vendor, shop_id, day, sha256, line_count, taken_at)
      values (${merchantId}, ${app.newId('stf')}, ${vendor}, ${shop}, ${day}, ${sha256}, ${lines.length}, ${app.clock.now()})
      on conflict (merchant_id, vendor, shop_id, day, sha256) do nothing`.execute(tx);
    const { rows } = await sql<{
      id: string;
    }>`select file_id as id from statement_file where merchant_id = ${merchantId}
      and vendor = ${vendor} and shop_id = ${shop} and day = ${day} and sha256 = ${sha256}`.execute(tx);
    return present(rows[0], 'the file of the statement').id;
  });
}

type Numbered = StatementLine & { number: string; isNumberless: boolean };

/** Each line with what it is called. Where it names its payment only, the day and a count tell it from its like. */
function numbered(lines: readonly StatementLine[], day: LocalDate): Numbered[] {
  const counts = new Map<string, number>();
  return lines.map((line) => {
    const known = line.refundNumber || line.gatewayReference;
    if (known) return { ...line, number: known, isNumberless: false };
    const count = (counts.get(line.tradeNumber) ?? 0) + 1;
    counts.set(line.tradeNumber, count);
    return { ...line, number: `${line.tradeNumber}@${day}.${count}`, isNumberless: true };
  });
}

type Chunk = StatementOf & { fileId: string; lines: readonly Numbered[]; chunk: number; source: Source };

/** True: it is whole now, and counts. The row of the file is locked: two at once take turns. */
async function keepSome(app: App, tx: Tx, { fileId, lines, chunk, source, ...of }: Chunk): Promise<boolean> {
  const { merchantId, vendor, day } = of;
  const { rows } = await sql<{ kept: number }>`select kept from statement_file
    where merchant_id = ${merchantId} and file_id = ${fileId} for update`.execute(tx);
  const from = present(rows[0], 'the file').kept;
  const part = lines.slice(from, from + chunk).map((line, i) => ({
    line_no: from + i + 1,
    number: line.number,
    is_numberless: line.isNumberless,
    kind: line.kind,
    trade_number: line.tradeNumber,
    refund_number: line.refundNumber,
    gateway_reference: line.gatewayReference,
    amount_minor: String(line.amount.minor),
    currency: line.amount.currency,
    moved_at: line.at,
  }));
  const now = app.clock.now();
  if (part.length > 0)
    await sql`insert into statement_line (merchant_id, file_id, line_no, vendor, day, kind, trade_number, refund_number,
        gateway_reference, number, is_numberless, amount_minor, currency, moved_at)
      select ${merchantId}, ${fileId}, l.line_no, ${vendor}, ${day}, l.kind, l.trade_number, l.refund_number,
        l.gateway_reference, l.number, l.is_numberless, l.amount_minor, l.currency, l.moved_at
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as l(line_no int, kind text, trade_number text,
        refund_number text, gateway_reference text, number text, is_numberless boolean, amount_minor bigint, currency text, moved_at timestamptz)`.execute(
      tx,
    );
  const kept = from + part.length;
  const isWhole = kept >= lines.length;
  await sql`update statement_file set kept = ${kept}, completed_at = ${isWhole ? now : null}
    where merchant_id = ${merchantId} and file_id = ${fileId}`.execute(tx);
  if (isWhole) await markDay(app, tx, of, { state: 'complete', fileId, source });
  return isWhole;
}

type DayState =
  | { state: 'complete'; fileId: string; source: Source }
  | { state: 'absent' | 'failed' | 'not_offered'; cause?: string };

/** How far a day is read. What is there stays where a later question goes unanswered, and a gateway's own word over a bill. */
export async function markDay(app: App, tx: Tx, of: StatementOf, said: DayState) {
  const { merchantId, vendor, day } = of;
  const fileId = said.state === 'complete' ? said.fileId : null;
  const cause = 'cause' in said ? (said.cause?.slice(0, 300) ?? null) : null;
  const source = said.state === 'complete' ? said.source : 'gateway';
  await sql`insert into statement_day as known (merchant_id, vendor, shop_id, day, state, file_id, cause, asked_at, source)
    values (${merchantId}, ${vendor}, ${shopKey(of)}, ${day}, ${said.state}, ${fileId}, ${cause}, ${app.clock.now()}, ${source})
    on conflict (merchant_id, vendor, shop_id, day) do update set state = excluded.state, file_id = excluded.file_id,
      cause = excluded.cause, asked_at = excluded.asked_at, source = excluded.source
    where known.state <> 'complete'
      or excluded.state = 'complete' and (excluded.source = 'gateway' or known.source = 'bill')`.execute(tx);
}
