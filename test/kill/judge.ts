import type { MerchantId } from '../../src/domain/ids.ts';
import type { App } from '../../src/server/app.ts';
import { replay } from '../../src/server/returns/replay.ts';
import { ask } from './payers.ts';
import { BOUGHT } from './scene.ts';

/** A row of the gateway's own book: money that has moved. */
type Paid = { trade_no: string; out_request_no: string; amount: string; calls: number };

export type Verdict = {
  refunds: number;
  /** Refunds and trades on which more was paid than approved, by the gateway's own book. */
  doubled: string[];
  /** Approved refunds that the gateway has not paid, or that we do not show as paid. */
  lost: string[];
  /** Refunds whose event, row and entry do not say the same, and what else does not add up. */
  halfPosted: string[];
};

export const isClean = ({ doubled, lost, halfPosted }: Verdict): boolean =>
  doubled.length + lost.length + halfPosted.length === 0;

type Ours = { refund: string; trade: string; amount: string; state: string; successes: number; entries: number };

/**
 * What the three books say of every refund that was ordered: the gateway's, our events and rows, and the ledger. The
 * gateway's own is believed where they differ.
 */
export async function judge(
  app: App,
  merchantId: MerchantId,
  databaseUrl: string,
  gatewayUrl: string,
): Promise<Verdict> {
  const paid = await ledgerOf(gatewayUrl);
  const ours = await ask<Ours>(
    databaseUrl,
    `select f.refund_id as refund, f.trade_number as trade, to_char(f.amount_minor / 100.0, 'FM9999990.00') as amount, f.state,
      (select count(*)::int from rma_event e where e.merchant_id = f.merchant_id and e.rma_id = f.rma_id
        and e.type = 'refund_succeeded') as successes,
      (select count(*)::int from journal_entry e where e.merchant_id = f.merchant_id and e.rma_id = f.rma_id
        and e.kind = 'refund_paid') as entries
     from refund f where f.merchant_id = '${merchantId}'`,
  );
  const verdict: Verdict = { refunds: ours.length, doubled: [], lost: [], halfPosted: [] };
  for (const one of ours) {
    const moved = paid.get(one.trade)?.filter(({ out_request_no }) => out_request_no === one.refund) ?? [];
    const says = `${one.refund}: ours ${one.state}, ${one.successes} events, ${one.entries} entries; the gateway's ${moved
      .map(({ amount }) => amount)
      .join(' and ')}`;
    if (moved.some(({ amount }) => amount !== one.amount)) verdict.doubled.push(says);
    else if (moved.length !== 1 || one.state !== 'succeeded') verdict.lost.push(says);
    if (one.successes !== one.entries || (one.state === 'succeeded' ? 1 : 0) !== one.successes)
      verdict.halfPosted.push(says);
  }
  verdict.doubled.push(...paidTooMuch(ours, paid));
  verdict.halfPosted.push(...(await unbalanced(databaseUrl, merchantId, paid)));
  const { disagreements } = await replay(app, merchantId);
  verdict.halfPosted.push(
    ...disagreements.map(
      ({ table, key, stored, replayed }) => `${table} ${key}: ${stored} is stored, events say ${replayed}`,
    ),
  );
  return verdict;
}

/** Trades on which more pieces were paid back than bought, or by more payments than refunds were approved. */
function paidTooMuch(ours: readonly Ours[], paid: ReadonlyMap<string, Paid[]>): string[] {
  const approved = new Map<string, number>();
  for (const { trade } of ours) approved.set(trade, (approved.get(trade) ?? 0) + 1);
  return [...paid].flatMap(([trade, moved]) => {
    const refunds = approved.get(trade) ?? 0;
    const payments = moved.map(({ amount, out_request_no }) => `${amount} as ${out_request_no}`).join(' and ');
    return moved.length > Math.min(refunds, BOUGHT)
      ? [`trade ${trade}: ${refunds} refunds of ${BOUGHT} pieces; the gateway's ${payments}`]
      : [];
  });
}

async function ledgerOf(gatewayUrl: string): Promise<Map<string, Paid[]>> {
  const answer = await fetch(`${gatewayUrl}/__sim/ledger`);
  const byTrade = new Map<string, Paid[]>();
  for (const row of (await answer.json()) as Paid[]) {
    byTrade.set(row.trade_no, [...(byTrade.get(row.trade_no) ?? []), row]);
  }
  return byTrade;
}

/** Each entry balances, and what left the gateway's balance in our books is what the gateway has paid. */
async function unbalanced(databaseUrl: string, merchantId: MerchantId, paid: Map<string, Paid[]>): Promise<string[]> {
  const found: string[] = [];
  const [sums] = await ask<{ difference: string; crooked: number; left: string }>(
    databaseUrl,
    `select coalesce(sum(debit_minor - credit_minor), 0)::text as difference,
      (select count(*)::int from (select entry_id from journal_line where merchant_id = '${merchantId}'
        group by entry_id having sum(debit_minor) <> sum(credit_minor)) e) as crooked,
      coalesce(sum(credit_minor - debit_minor) filter (where account_code in
        (select code from account where merchant_id = '${merchantId}' and role = 'gateway_balance')), 0)::text as left
     from journal_line where merchant_id = '${merchantId}'`,
  );
  const moved = [...paid.values()].flat().reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
  if (sums?.difference !== '0') found.push(`debits and credits differ by ${sums?.difference}`);
  if (sums?.crooked !== 0) found.push(`${sums?.crooked} entries do not balance`);
  if (BigInt(sums?.left ?? 0) !== moved)
    found.push(`${sums?.left} left our gateway account, the gateway paid ${moved}`);
  return found;
}
