import { sql } from 'kysely';
import { assert } from '../../../domain/assert.ts';
import type { MerchantId, OrderId, OrderLineId } from '../../../domain/ids.ts';
import type { RmaCommand } from '../../../domain/returns/commands.ts';
import { isClosed } from '../../../domain/returns/rma.ts';
import { type Instant, localDate } from '../../../domain/time.ts';
import type { App } from '../../app.ts';
import { type CommandMeta, type Handled, openRmaIn, runRmaCommand } from '../../returns/run-rma-command.ts';
import { appAt } from './past-world.ts';

/** One return of ours: the units of one row of the file that came from one order. */
export type PlannedReturn = {
  import_id: string;
  row_number: string;
  order_id: OrderId;
  returned_at: Instant;
  lines: { line_id: OrderLineId; quantity: number }[];
};

export type Day = { on: string; until: Instant; returns: PlannedReturn[] };

/** The returns that are not done yet, day by day as they happened. */
export async function plannedDays(app: App, merchantId: MerchantId, timeZone: string): Promise<Day[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<PlannedReturn>`
      select p.import_id, p.row_number::text as row_number, p.order_id, r.returned_at,
        json_agg(json_build_object('line_id', p.line_id, 'quantity', p.quantity) order by p.line_id) as lines
      from imported_return_part p
      join imported_return r using (merchant_id, import_id, row_number)
      left join rma a on a.merchant_id = p.merchant_id and a.rma_id = p.rma_id
      where p.merchant_id = ${merchantId} and (a.stage is null or a.stage <> 'closed')
      group by p.import_id, p.row_number, p.order_id, r.returned_at
      order by r.returned_at, p.row_number, p.order_id`.execute(tx),
  );
  const days = new Map<string, Day>();
  for (const planned of rows) {
    const on = localDate(planned.returned_at, timeZone);
    const day = days.get(on) ?? { on, until: planned.returned_at, returns: [] };
    day.returns.push(planned);
    day.until = planned.returned_at;
    days.set(on, day);
  }
  return [...days.values()];
}

export type Staff = { merchantId: MerchantId; staffId: string; location: string };

/**
 * Takes one return down the whole road, as a clerk and a warehouse would: request, decision, receipt, inspection,
 * disposition, refund. Every command has an id made from the row of the file, so doing it again does nothing new.
 */
export async function driveReturn(program: App, planned: PlannedReturn, staff: Staff): Promise<'done' | 'paying'> {
  const app = appAt(program, planned.returned_at);
  const base = `${planned.import_id}:${planned.row_number}:${planned.order_id}`;
  const meta = (step: string): CommandMeta => ({
    merchantId: staff.merchantId,
    commandId: `${base}:${step}`,
    actor: { kind: 'staff', id: staff.staffId },
  });
  let now = await open(app, planned, meta('open'));
  const run = async (step: string, command: Parameters<typeof runRmaCommand>[2]): Promise<void> => {
    const result = await runRmaCommand(app, now.rma.id, command, meta(step));
    assert(result.ok, `${base}: ${step} is refused: ${result.ok ? '' : JSON.stringify(result.rejection.code)}`);
    now = result.value;
  };
  if (isClosed(now.rma)) return 'done';
  if (now.rma.review !== 'approved') await run('approve', { type: 'approve' });
  for (const { id } of now.rma.lines) {
    for (const [step, command] of goodsSteps(id, now, staff.location)) await run(`${step}:${id}`, command);
  }
  // Above the limit of automatic refunds somebody has to press the button.
  if (now.rma.lines.some((line) => line.settlement === 'due')) {
    await run('refund', { type: 'request_refund', deductions: [] });
  }
  return isClosed(now.rma) ? 'done' : 'paying';
}

type GoodsCommand = Extract<RmaCommand, { type: 'receive_line' | 'inspect_line' | 'dispose_line' }>;

function goodsSteps(
  lineId: Handled['rma']['lines'][number]['id'],
  { rma }: Handled,
  location: string,
): [string, GoodsCommand][] {
  const line = rma.lines.find((candidate) => candidate.id === lineId);
  const quantity = line?.quantity ?? 0;
  const received = line?.reception === 'received';
  const steps: [string, GoodsCommand][] = [];
  if (!received) steps.push(['receive', { type: 'receive_line', lineId, quantity }]);
  if (!received || line?.inspection === 'pending') {
    // The file says that goods came back, not in what state: nothing worse than new is claimed.
    steps.push(['inspect', { type: 'inspect_line', lineId, quantity, grade: 'new', failedTests: [], photos: [] }]);
  }
  if (!received || line?.disposition === 'undecided') {
    steps.push(['dispose', { type: 'dispose_line', lineId, quantity, disposition: 'restock', location }]);
  }
  return steps;
}

async function open(app: App, planned: PlannedReturn, meta: CommandMeta): Promise<Handled> {
  return app.db.inMerchant(meta.merchantId, async (tx) => {
    const opened = await openRmaIn(
      app,
      tx,
      planned.order_id,
      {
        type: 'open_rma',
        rmaId: app.newId('rma'),
        resolution: 'return_and_refund',
        // The file gives no reasons.
        reason: 'other',
        lines: planned.lines.map((line) => ({ orderLineId: line.line_id, quantity: line.quantity })),
        evidence: [],
        requested: null,
        channelRef: null,
        platformDeadline: null,
      },
      meta,
    );
    assert(opened.ok, `${meta.commandId} is refused: ${opened.ok ? '' : JSON.stringify(opened.rejection)}`);
    await sql`update imported_return_part set rma_id = ${opened.value.rma.id}
      where merchant_id = ${meta.merchantId} and import_id = ${planned.import_id}
        and row_number = ${planned.row_number}::bigint and order_id = ${planned.order_id}`.execute(tx);
    return opened.value;
  });
}
