import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import type { MerchantId } from '../../../domain/ids.ts';
import type { App } from '../../app.ts';
import type { Tx } from '../../db/database.ts';
import { replay } from '../../returns/replay.ts';
import { expectedRefunds } from './expected-refunds.ts';

/** One statement about the run, with what contradicts it. */
export type Finding = { claim: string; counted: string; differences: string[] };

export type CheckOf = {
  merchantId: MerchantId;
  /** The CSV. */
  file: string;
  /** The gateway's own journal. */
  gatewayJournal: string;
};

/** Holds the books, the stock, the events and the gateway's ledger against the file and against each other. */
export async function checkReal(app: App, { merchantId, file, gatewayJournal }: CheckOf): Promise<Finding[]> {
  const expected = expectedRefunds(file);
  const query = <T>(ask: (tx: Tx) => Promise<T>): Promise<T> => app.db.inMerchant(merchantId, ask);
  const findings: Finding[] = [];
  const add = (claim: string, counted: string, differences: string[]) => findings.push({ claim, counted, differences });

  const refunds = await query((tx) => refundsByCustomerMonth(tx, merchantId));
  add(
    'refunded per customer and month is what the file calls for',
    `${expected.refunds.size} customer months, ${pounds(sumOf(refunds.values()))} GBP`,
    differencesOf(expected.refunds, refunds, 'file', 'refunds'),
  );
  const stock = await query((tx) => receivedByArticle(tx, merchantId));
  add(
    'units back from customers per article are the units that the file returns',
    `${stock.size} articles, ${[...stock.values()].reduce((a, b) => a + b, 0)} units`,
    differencesOf(expected.units, stock, 'file', 'stock'),
  );
  add(
    'stock moved is what was received, and every article nets to zero',
    '',
    await query((tx) => stockFaults(tx, merchantId)),
  );
  const entries = await query((tx) => bookFaults(tx, merchantId));
  add('every entry balances, and the accounts agree with the refunds', `${entries.count} entries`, entries.faults);
  const replayed = await replay(app, merchantId);
  add(
    'folding all events again gives every stored row',
    `${replayed.returns} returns, ${replayed.events} events`,
    replayed.disagreements.map(
      ({ table, key, stored, replayed: folded }) => `${table} ${key}: ${stored} and ${folded}`,
    ),
  );
  const ours = await query((tx) => refundNumbers(tx, merchantId));
  const theirs = await gatewayLedger(gatewayJournal);
  add(
    'the gateway has paid every refund once, and nothing else',
    `${theirs.paid.size} refunds, ${pounds(sumOf(theirs.paid.values()))}`,
    [...theirs.faults, ...differencesOf(theirs.paid, ours, 'gateway', 'Guilai')],
  );
  return findings;
}

const sumOf = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);
const pounds = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;

function differencesOf<T extends bigint | number>(
  left: ReadonlyMap<string, T>,
  right: ReadonlyMap<string, T>,
  leftName: string,
  rightName: string,
): string[] {
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((key) => left.get(key) !== right.get(key))
    .map((key) => `${key}: ${leftName} ${left.get(key) ?? 'none'}, ${rightName} ${right.get(key) ?? 'none'}`);
}

async function refundsByCustomerMonth(tx: Tx, merchantId: MerchantId): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ key: string; minor: string }>`
    select b.token || ' ' || to_char(r.opened_at at time zone 'Europe/London', 'YYYY-MM') as key,
      sum(f.amount_minor)::text as minor
    from refund f
    join rma r on r.merchant_id = f.merchant_id and r.rma_id = f.rma_id
    join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
    where f.merchant_id = ${merchantId} and f.state = 'succeeded' group by 1`.execute(tx);
  return new Map(rows.map(({ key, minor }) => [key, BigInt(minor)]));
}

async function receivedByArticle(tx: Tx, merchantId: MerchantId): Promise<Map<string, number>> {
  const { rows } = await sql<{ sku: string; units: number }>`
    select sku, sum(quantity)::int as units from stock_movement
    where merchant_id = ${merchantId} and from_location = 'customer' group by sku`.execute(tx);
  return new Map(rows.map(({ sku, units }) => [sku, units]));
}

async function stockFaults(tx: Tx, merchantId: MerchantId): Promise<string[]> {
  const { rows } = await sql<{ fault: string }>`
    with received as (
      select data->>'sku' as sku, sum((data->>'quantity')::int) as units from rma_event
      where merchant_id = ${merchantId} and type = 'line_received' group by 1
    ), moved as (
      select sku, sum(quantity) filter (where from_location = 'customer') as arrived,
        sum(quantity) filter (where from_condition = 'uninspected' and from_location <> 'customer') as disposed
      from stock_movement where merchant_id = ${merchantId} group by 1
    )
    select format('%s: received %s, moved in %s, moved on %s', coalesce(r.sku, m.sku), r.units, m.arrived, m.disposed) as fault
      from received r full join moved m on m.sku = r.sku
      where r.units is distinct from m.arrived or m.arrived is distinct from m.disposed
    union all
    select format('%s: balances add up to %s', sku, sum(quantity)) from stock_balance
      where merchant_id = ${merchantId} group by sku having sum(quantity) <> 0
    union all
    select format('%s at %s is %s by its balance and %s by its movements', coalesce(b.sku, m.sku),
        coalesce(b.location, m.location), b.quantity, m.quantity)
      from (select * from stock_balance where merchant_id = ${merchantId}) b
      full join (
        select sku, location, condition, sum(quantity) as quantity from (
          select sku, to_location as location, to_condition as condition, quantity from stock_movement
            where merchant_id = ${merchantId}
          union all
          select sku, from_location, from_condition, -quantity from stock_movement where merchant_id = ${merchantId}
        ) moves group by 1, 2, 3) m using (sku, location, condition)
      where coalesce(b.quantity, 0) <> coalesce(m.quantity, 0)`.execute(tx);
  return rows.map(({ fault }) => fault);
}

async function bookFaults(tx: Tx, merchantId: MerchantId): Promise<{ count: number; faults: string[] }> {
  const { rows } = await sql<{ fault: string }>`
    select format('entry %s: debit %s, credit %s', entry_id, sum(debit_minor), sum(credit_minor)) as fault
      from journal_line where merchant_id = ${merchantId} group by entry_id having sum(debit_minor) <> sum(credit_minor)
    union all
    select format('all books: debit %s, credit %s', sum(debit_minor), sum(credit_minor)) from journal_line
      where merchant_id = ${merchantId} having sum(debit_minor) <> sum(credit_minor)
    union all
    select format('the account %s stands at %s, the refunds call for %s', a.role, a.balance, a.wanted) from (
      select a.role, coalesce(sum(l.credit_minor - l.debit_minor), 0) as balance,
        case a.role when 'refunds_payable' then f.open when 'gateway_balance' then f.paid else -(f.open + f.paid) end as wanted
      from account a
      cross join (select coalesce(sum(amount_minor) filter (where state <> 'succeeded'), 0) as open,
          coalesce(sum(amount_minor) filter (where state = 'succeeded'), 0) as paid
        from refund where merchant_id = ${merchantId} and state <> 'replaced') f
      left join journal_line l on l.merchant_id = a.merchant_id and l.account_code = a.code
      where a.merchant_id = ${merchantId} and a.role in ('refunds_payable', 'gateway_balance', 'sales_revenue')
      group by a.role, f.open, f.paid) a
    where a.balance <> a.wanted`.execute(tx);
  const { rows: counted } = await sql<{ n: number }>`
    select count(*)::int as n from journal_entry where merchant_id = ${merchantId}`.execute(tx);
  return { count: counted[0]?.n ?? 0, faults: rows.map(({ fault }) => fault) };
}

async function refundNumbers(tx: Tx, merchantId: MerchantId): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ key: string; minor: bigint }>`
    select trade_number || ' ' || refund_id as key, amount_minor as minor from refund
    where merchant_id = ${merchantId} and state = 'succeeded'`.execute(tx);
  return new Map(rows.map(({ key, minor }) => [key, minor]));
}

/** Reads what the gateway wrote down for itself: refunds taken on, and when their money moved. */
async function gatewayLedger(journal: string): Promise<{ paid: Map<string, bigint>; faults: string[] }> {
  const accepted = new Map<string, bigint>();
  const paid = new Map<string, bigint>();
  const faults: string[] = [];
  for await (const line of createInterface({ input: createReadStream(journal) })) {
    if (line.includes('"refund_accepted"')) {
      const { refund } = JSON.parse(line);
      accepted.set(`${refund.trade_no} ${refund.out_request_no}`, BigInt(String(refund.amount).replace('.', '')));
    } else if (line.includes('"refund_executed"')) {
      const { trade_no, out_request_no } = JSON.parse(line);
      const key = `${trade_no} ${out_request_no}`;
      if (paid.has(key)) faults.push(`${key} was paid twice`);
      paid.set(key, accepted.get(key) ?? 0n);
    }
  }
  return { paid, faults };
}

const SHOWN = 20;

/** Prints the findings. True when nothing disagrees. */
export function reportFindings(findings: readonly Finding[]): boolean {
  for (const { claim, counted, differences } of findings) {
    console.log(`${differences.length === 0 ? 'agrees  ' : 'DIFFERS '} ${claim}${counted ? ` (${counted})` : ''}`);
    for (const difference of differences.slice(0, SHOWN)) console.log(`           ${difference}`);
    if (differences.length > SHOWN) console.log(`           … and ${differences.length - SHOWN} more`);
  }
  return findings.every(({ differences }) => differences.length === 0);
}
