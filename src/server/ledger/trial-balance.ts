import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { Tx } from '../db/database.ts';

type Row = {
  account: string;
  nameZh: string;
  nameEn: string;
  side: 'debit' | 'credit';
  opening: string;
  debit: string;
  credit: string;
  currency: string;
};

type Period = { from?: string | undefined; to?: string | undefined };

/** What each account stood at before a period, what moved it, and what it stands at after. */
export async function readTrialBalance(tx: Tx, merchantId: MerchantId, { from, to }: Period) {
  const first = from ?? '0001-01-01';
  const { rows } = await sql<Row>`
    select a.code as account, a.name_zh as "nameZh", a.name_en as "nameEn", a.side, m.currency,
      coalesce(sum(l.debit_minor - l.credit_minor) filter (where l.posted_on < ${first}), 0)::text as opening,
      coalesce(sum(l.debit_minor) filter (where l.posted_on >= ${first}), 0)::text as debit,
      coalesce(sum(l.credit_minor) filter (where l.posted_on >= ${first}), 0)::text as credit
    from account a
    join merchant m on m.merchant_id = a.merchant_id
    left join journal_line l on l.merchant_id = a.merchant_id and l.account_code = a.code
      and l.posted_on <= ${to ?? '9999-12-31'}
    where a.merchant_id = ${merchantId}
    group by a.merchant_id, a.code, m.currency order by a.code`.execute(tx);
  const view = (minor: bigint) => ({ minor: String(minor), currency: rows[0]?.currency ?? 'CNY' });
  // Until here a debit is above zero and a credit below.
  const read = rows.map(({ opening, debit, credit, currency: _, ...row }) => {
    const moved = { opening: BigInt(opening), debit: BigInt(debit), credit: BigInt(credit) };
    return { row, ...moved, balance: moved.opening + moved.debit - moved.credit };
  });
  const sum = (amounts: bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n);
  const debits = (amounts: bigint[]): bigint => sum(amounts.filter((amount) => amount > 0n));
  const [openings, balances] = [read.map(({ opening }) => opening), read.map(({ balance }) => balance)];
  const [debit, credit] = [sum(read.map((each) => each.debit)), sum(read.map((each) => each.credit))];
  return {
    rows: read.map(({ row, ...moved }) => {
      const onSide = (minor: bigint) => view(row.side === 'debit' ? minor : -minor);
      return {
        ...row,
        opening: onSide(moved.opening),
        debit: view(moved.debit),
        credit: view(moved.credit),
        balance: onSide(moved.balance),
      };
    }),
    totals: {
      openingDebit: view(debits(openings)),
      openingCredit: view(debits(openings) - sum(openings)),
      debit: view(debit),
      credit: view(credit),
      balanceDebit: view(debits(balances)),
      balanceCredit: view(debits(balances) - sum(balances)),
    },
    balanced: debit === credit && sum(openings) === 0n,
  };
}
