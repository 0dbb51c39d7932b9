import { sql } from 'kysely';
import type { z } from 'zod';
import type { ConflictView, reportConflict } from '../../contract/receiving.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { fromMs, type Instant, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import type { Meta } from '../http/caller.ts';
import { iso } from '../orders/order-store.ts';

export type ConflictId = ConflictView['id'];
type Report = z.output<NonNullable<typeof reportConflict.body>>;

/** Keeps a step that was refused. However often a handheld tells of it, it is one. */
export async function keepConflict(app: App, tx: Tx, report: Report, meta: Meta): Promise<{ id: ConflictId }> {
  const { merchantId, actor } = meta;
  const now = app.clock.now();
  const pressed = fromMs(Date.parse(report.pressedAt));
  const pressedAt = toMs(pressed) > toMs(now) ? now : pressed;
  const { rows } = await sql<{ id: ConflictId }>`
    insert into receiving_conflict (merchant_id, conflict_id, state, command_id, command, method, path, body, rma_id,
      line_id, waybill, refusal, pressed_at, pressed_by_kind, pressed_by_id, opened_at)
    values (${merchantId}, ${app.newId('cft')}, 'open', ${report.commandId}, ${report.command}, 'POST', ${report.path},
      ${JSON.stringify(report.body)}::jsonb, ${report.rmaId ?? null}, ${report.lineId ?? null},
      ${report.waybill ?? null}, ${JSON.stringify(report.refusal)}::jsonb, ${pressedAt}, ${actor.kind}, ${actor.id},
      ${now})
    on conflict (merchant_id, command_id) do update set opened_at = receiving_conflict.opened_at
    returning conflict_id as id`.execute(tx);
  return present(rows[0], 'the conflict that was kept');
}

type Row = Omit<ConflictView, 'pressedBy' | 'settledBy'> & {
  is_blind: boolean;
  pressed_by_kind: string;
  pressed_by_id: string;
  settled_by_kind: string | null;
  settled_by_id: string | null;
  key: Instant;
};

/** A verdict that was pressed stays with who pressed it while somebody is to look at those goods again. */
const shown = (viewer: string) => sql`
  select c.conflict_id as id, c.state, c.command, c.path, c.body, c.line_id as "lineId", c.waybill, c.refusal,
    ${iso('c.pressed_at')} as "pressedAt", ${iso('c.opened_at')} as "openedAt", ${iso('c.settled_at')} as "settledAt",
    c.pressed_by_kind, c.pressed_by_id, c.settled_by_kind, c.settled_by_id,
    c.command = 'inspect_line' and c.pressed_by_id <> ${viewer} and exists (select from rma_line w
      where w.merchant_id = c.merchant_id and w.rma_id = c.rma_id and w.waits_for = 'second_look'
        and w.waits_since_by <> ${viewer}) as is_blind,
    to_char(c.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key,
    (select json_build_object('id', r.rma_id, 'number', r.number, 'stage', r.stage)
      from rma r where r.merchant_id = c.merchant_id and r.rma_id = c.rma_id) as rma,
    (select json_build_object('sku', l.sku, 'quantity', l.quantity, 'reception', l.reception, 'inspection', l.inspection,
        'disposition', l.disposition, 'title', coalesce((select ol.title from rma r
          join order_line ol on ol.merchant_id = r.merchant_id and ol.order_id = r.order_id
            and ol.line_id = l.order_line_id
          where r.merchant_id = l.merchant_id and r.rma_id = l.rma_id), l.sku))
      from rma_line l where l.merchant_id = c.merchant_id and l.rma_id = c.rma_id and l.line_id = c.line_id) as line
  from receiving_conflict c`;

type Query = { after?: string | undefined; limit: number; state: 'open' | 'settled' };

/** Newest first, with how many are open. */
export async function listConflicts(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  viewer: string,
  { after, limit, state }: Query,
) {
  const cursor = readCursor(after);
  const isOpen = sql`c.state = 'open'`;
  const reading = sql<Row>`${shown(viewer)} where c.merchant_id = ${merchantId}
      and ${state === 'open' ? isOpen : sql`c.state in ('retried', 'edited', 'dropped')`}
      ${cursor ? sql`and (c.opened_at, c.conflict_id) < (${cursor[0]}::timestamptz, ${cursor[1]})` : sql``}
    order by c.opened_at desc, c.conflict_id desc limit ${limit + 1}`.execute(tx);
  const counting = sql<{ open: number }>`select count(*)::int as open from (select 1 from receiving_conflict c
    where c.merchant_id = ${merchantId} and ${isOpen} limit 1000) as few`.execute(tx);
  const [{ rows }, counted, names] = await Promise.all([reading, counting, app.staffNames(merchantId)]);
  const page = pageFrom(rows, limit, ({ key, id }) => cursorOf(key, id));
  return { ...page, rows: page.rows.map((row) => viewOf(row, names)), open: counted.rows[0]?.open ?? 0 };
}

function viewOf(row: Row, names: ReadonlyMap<string, string>): ConflictView {
  const { pressed_by_kind, pressed_by_id, settled_by_kind, settled_by_id, key: _, is_blind, body, ...facts } = row;
  return {
    ...facts,
    body: is_blind ? { quantity: body['quantity'] } : body,
    pressedBy: { kind: pressed_by_kind, name: names.get(pressed_by_id) ?? '' },
    settledBy: settled_by_id ? { kind: settled_by_kind ?? '', name: names.get(settled_by_id) ?? '' } : null,
  };
}

export type ConflictRejection = { code: 'conflict_not_found' } | { code: 'conflict_already_settled' };

/** Says what became of it. Who settles it again in the same way has lost nothing but the time. */
export async function settleConflict(
  app: App,
  tx: Tx,
  id: ConflictId,
  outcome: 'retried' | 'edited' | 'dropped',
  meta: Meta,
): Promise<Result<ConflictView, ConflictRejection>> {
  const { merchantId, actor } = meta;
  await sql`update receiving_conflict set state = ${outcome}, settled_at = ${app.clock.now()},
      settled_by_kind = ${actor.kind}, settled_by_id = ${actor.id}
    where merchant_id = ${merchantId} and conflict_id = ${id} and state = 'open'`.execute(tx);
  const [{ rows }, names] = await Promise.all([
    sql<Row>`${shown(actor.id)} where c.merchant_id = ${merchantId} and c.conflict_id = ${id}`.execute(tx),
    app.staffNames(merchantId),
  ]);
  const row = rows[0];
  if (!row) return reject({ code: 'conflict_not_found' });
  const isOurs = row.state === outcome && row.settled_by_id === actor.id;
  return isOurs ? ok(viewOf(row, names)) : reject({ code: 'conflict_already_settled' });
}
