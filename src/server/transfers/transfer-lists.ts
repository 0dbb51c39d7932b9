import { sql } from 'kysely';
import type { MerchantId, RefundId, RmaId, TransferId } from '../../domain/ids.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { RefundState } from '../../domain/returns/rma.ts';
import type { PayeeKind, RedirectOutcome, TransferState } from '../../domain/returns/transfer.ts';
import {
  canApproveTransfer,
  canEndTransfer,
  canPayTransfer,
  canReclaimTransfer,
  canRedirectTransfer,
} from '../../domain/returns/transfer-guards.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { maskedAccount } from './payee-store.ts';

type Row = {
  id: TransferId;
  refundId: RefundId;
  rmaId: RmaId;
  rmaNumber: string;
  orderExternalId: string;
  method: string;
  channel: string;
  refundState: RefundState;
  retryable: boolean;
  cause: string | null;
  amount: bigint;
  currency: string;
  state: TransferState;
  because: string;
  kind: PayeeKind;
  holder: string;
  tail: string;
  proposedBy: string;
  proposedAt: Instant;
  approvedBy: string | null;
  approvedAt: Instant | null;
  paidBy: string | null;
  reference: string | null;
  paidAt: Instant | null;
  endedBecause: string | null;
  redirect: RedirectOutcome | 'begun' | null;
};

type Query = { state?: TransferState | undefined; q?: string | undefined; after?: string | undefined; limit: number };

export async function listTransfers(app: App, tx: Tx, merchantId: MerchantId, who: Who, query: Query) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`t.merchant_id = ${merchantId}`,
    ...(query.state ? [sql`t.state = ${query.state}`] : []),
    ...(query.q
      ? [
          sql`(r.number = ${query.q.toUpperCase()} or r.order_external_id = ${query.q} or t.bank_reference = ${query.q})`,
        ]
      : []),
    ...(cursor ? [sql`t.transfer_id < ${cursor[0]}`] : []),
  ];
  const [names, { rows }] = await Promise.all([
    app.staffNames(merchantId),
    sql<Row>`select t.transfer_id as id, t.refund_id as "refundId", t.rma_id as "rmaId", r.number as "rmaNumber",
        r.order_external_id as "orderExternalId", f.method, r.channel, f.state as "refundState", f.retryable, f.cause,
        t.amount_minor as amount, t.currency, t.state, t.because,
        p.kind, p.masked_holder as holder, p.account_tail as tail, t.proposed_by as "proposedBy",
        t.proposed_at as "proposedAt", t.approved_by as "approvedBy", t.approved_at as "approvedAt", t.paid_by as "paidBy",
        t.bank_reference as reference, t.paid_at as "paidAt", t.ended_because as "endedBecause",
        case when t.redirected_at is not null then coalesce(t.redirect_outcome, 'begun') end as redirect
      from refund_transfer t
      join rma r on r.merchant_id = t.merchant_id and r.rma_id = t.rma_id
      join refund f on f.merchant_id = t.merchant_id and f.refund_id = t.refund_id
      join payee p on p.merchant_id = t.merchant_id and p.payee_id = t.payee_id
      where ${sql.join(conditions, sql` and `)} order by t.transfer_id desc limit ${query.limit + 1}`.execute(tx),
  ]);
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  return pageFrom(
    rows.map(({ amount, currency, kind, holder, tail, channel, refundState, retryable, cause, ...row }) => ({
      ...row,
      amount: { minor: String(amount), currency },
      payee: { kind, holder, number: maskedAccount(tail) },
      proposedBy: nameOf(row.proposedBy) ?? row.proposedBy,
      approvedBy: nameOf(row.approvedBy),
      paidBy: nameOf(row.paidBy),
      can: canOn(row, { refund: { state: refundState, method: row.method, retryable, cause }, channel }, who),
    })),
    query.limit,
    (row) => cursorOf(row.id),
  );
}

const canOn = (
  row: Pick<Row, 'state' | 'proposedBy' | 'approvedAt'>,
  of: Parameters<typeof canApproveTransfer>[1],
  who: Who,
) => ({
  approve: canApproveTransfer(row, of, who),
  pay: canPayTransfer(row, of, who),
  end: canEndTransfer(row, who),
  redirect: canRedirectTransfer(row, of, who),
  reclaim: canReclaimTransfer(row, who),
});

const MOST = 1_000;
const refundStates = ['requested', 'accepted', 'unknown', 'rejected', 'abnormal'] as const;

const none = {
  requested: 0,
  accepted: 0,
  unknown: 0,
  rejected: 0,
  abnormal: 0,
  proposed: 0,
  approved: 0,
  paid_twice: 0,
  exposure: 0,
  notices: 0,
};

/** Each count looks at so many rows of its index and no more. */
export async function countDesk(tx: Tx, merchantId: MerchantId) {
  const count = (name: keyof typeof none, table: string, states: readonly string[]) =>
    sql`(select count(*)::int from (select 1 from ${sql.table(table)}
      where merchant_id = ${merchantId} and state in (${sql.join(states.map((state) => sql.lit(state)))}) limit ${MOST})
      as found) as ${sql.ref(name)}`;
  const counts = [
    ...refundStates.map((state) => count(state, 'refund', [state])),
    ...(['proposed', 'approved', 'paid_twice'] as const).map((state) => count(state, 'refund_transfer', [state])),
    count('exposure', 'exposure', ['open']),
    count('notices', 'payment_notice', ['unreadable', 'failed']),
  ];
  const { rows } = await sql<typeof none>`select ${sql.join(counts)}`.execute(tx);
  return rows[0] ?? none;
}
