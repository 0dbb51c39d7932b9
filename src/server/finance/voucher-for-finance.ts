import { sql } from 'kysely';
import type { FinanceVoucher } from '../../connectors/finance/port.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { type Money, money } from '../../domain/money.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { entryWords } from '../books/entry-words.ts';
import { summaryOf } from '../books/voucher-files.ts';
import { readVoucher, type Voucher } from '../books/vouchers.ts';
import type { Tx } from '../db/database.ts';
import { type CodesOf, codeOfParty, type MappedParty } from './codes.ts';

/** Why a voucher cannot be sent at all; a person has to change something. */
export type NotReady = {
  code: 'accounts_unmapped' | 'parties_unmapped' | 'party_missing' | 'currency_not_taken';
  reason: string;
};

const WORDS: Readonly<Record<string, string>> = entryWords;

/** A voucher in the codes of the finance system, or what it lacks. */
export async function voucherForFinance(
  tx: Tx,
  merchantId: MerchantId,
  terms: CodesOf,
  id: Voucher['id'],
): Promise<Result<FinanceVoucher, NotReady>> {
  const voucher = await readVoucher(tx, merchantId, id);
  if (!voucher) throw new Error(`the voucher ${id} that waits is not there`);
  if (voucher.total.currency !== 'CNY') return reject({ code: 'currency_not_taken', reason: voucher.total.currency });
  const { rows } = await sql<Code>`select code, their_code as theirs, dimension from finance_account
    where merchant_id = ${merchantId} and vendor = ${terms.vendor}`.execute(tx);
  const { rows: parties } = await sql<MappedParty>`select party_kind as kind, party_id as id, their_code as theirs,
      0 as lines from finance_party where merchant_id = ${merchantId} and vendor = ${terms.vendor}`.execute(tx);
  const codes = new Map(rows.map((row) => [row.code, row]));
  const no = lacking(voucher.lines, codes, parties);
  if (no) return reject(no);
  const numbers = voucher.sources
    .slice(0, 3)
    .map(({ number }) => number)
    .join(' ');
  const summary = `${voucher.word}-${voucher.number} ${summaryOf({ ...voucher, numbers }, WORDS)}`;
  return ok({
    id: voucher.id,
    date: voucher.date,
    period: voucher.period,
    attachments: voucher.attachments,
    lines: voucher.lines.map(({ account, party, debit, credit }) => {
      const { theirs = account, dimension } = codes.get(account) ?? {};
      const code = dimension && party ? codeOfParty(parties, party.kind, party.id) : null;
      return {
        account: theirs,
        summary,
        debit: moneyOf(debit),
        credit: moneyOf(credit),
        ...(dimension && code ? { auxiliary: { dimension, code } } : {}),
      };
    }),
  });
}

type Code = { code: string; theirs: string; dimension: string | null };

/** The first kind of thing that is lacking, with everything of that kind by name. */
function lacking(
  lines: Voucher['lines'],
  codes: ReadonlyMap<string, Code>,
  parties: readonly MappedParty[],
): NotReady | undefined {
  const named = (of: Voucher['lines'], name: (line: Voucher['lines'][number]) => string) =>
    [...new Set(of.map(name))].join('、');
  const nameOf = ({ account, nameZh }: Voucher['lines'][number]) => `${account} ${nameZh}`;
  const unmapped = lines.filter(({ account }) => !codes.has(account));
  if (unmapped.length > 0) return { code: 'accounts_unmapped', reason: named(unmapped, nameOf) };
  const detailed = lines.filter(({ account }) => codes.get(account)?.dimension);
  const nobody = detailed.filter(({ party }) => party === null);
  if (nobody.length > 0) return { code: 'party_missing', reason: named(nobody, nameOf) };
  const strangers = detailed.filter(({ party }) => party && codeOfParty(parties, party.kind, party.id) === null);
  if (strangers.length === 0) return undefined;
  return { code: 'parties_unmapped', reason: named(strangers, ({ party }) => `${party?.kind}:${party?.id}`) };
}

const moneyOf = ({ minor, currency }: { minor: string; currency: string }): Money => money(BigInt(minor), currency);
