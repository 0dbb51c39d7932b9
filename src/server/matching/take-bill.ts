import { sql } from 'kysely';
import type { StatementLine } from '../../connectors/payment/port.ts';
import { present } from '../../domain/assert.ts';
import { type BillLine, type BillReading, daysOf } from '../../domain/matching/bill.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { addDays, type LocalDate, localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { merchantTerms } from '../warehouse/document-store.ts';
import { billAccount, dayOfGateway, filesOfDays } from './bill-account.ts';
import { billHash, readBillBy, readBillFile } from './bill-file.ts';
import { type BillUpload, findUpload, readSources } from './bill-store.ts';
import { keepStatement, type MatchAccount, shopKey } from './keep-statement.ts';
import { GATEWAY_ZONE, matchAccount } from './match-statements.ts';

/** A bill in hand: of which account, and its bytes. */
export type Bill = MatchAccount & { bytes: Buffer; fileName: string };

const SHOWN_ERRORS = 100;
const SHOWN_ROWS = 5;
/** A quarter. */
const MOST_DAYS = 92;

/** What a bill reads as, with nothing taken over. */
export async function lookAtBill(app: App, bill: Bill) {
  const file = await readBillFile(bill.bytes);
  if (!file.ok) return file;
  const { source, currency } = await termsOf(app, bill);
  if (!source) {
    const { head, body } = readBillBy(file.value, { at: '', amount: '', tradeNumber: '' }, zoned(currency));
    return ok({ columns: named(head), sample: sampleOf(head, body), missing: [], reading: null, takenAt: null });
  }
  const { head, body, missing, reading } = readBillBy(file.value, source.mapping, zoned(currency));
  const account = await billAccount(app, bill);
  const known = account.ok
    ? await app.db.inMerchant(bill.merchantId, (tx) =>
        findUpload(tx, account.value, billHash(bill.bytes, source.mapping)),
      )
    : undefined;
  return ok({
    columns: named(head),
    sample: sampleOf(head, body),
    missing,
    reading: reading && summaryOf(reading, currency),
    takenAt: known?.takenAt ?? null,
  });
}

const zoned = (currency: string) => ({ currency, timeZone: GATEWAY_ZONE });
const named = (head: readonly string[]): string[] => [...new Set(head.filter((name) => name !== ''))];
const sampleOf = (head: readonly string[], body: readonly { cells: readonly string[] }[]): string[][] =>
  body.slice(0, SHOWN_ROWS).map(({ cells }) => named(head).map((name) => cells[head.indexOf(name)] ?? ''));

function summaryOf({ lines, setAside, notes, errors }: BillReading, currency: string) {
  const days = lines.map(({ day }) => day).toSorted();
  return {
    lines: lines.length,
    total: { minor: lines.reduce((sum, { amount }) => sum + amount.minor, 0n), currency },
    from: days.at(0) ?? null,
    to: days.at(-1) ?? null,
    setAside,
    notes,
    errorCount: errors.length,
    errors: errors.slice(0, SHOWN_ERRORS),
  };
}

async function termsOf(app: App, { merchantId, vendor }: Bill) {
  return app.db.inMerchant(merchantId, async (tx) => {
    const source = (await readSources(tx, merchantId)).find((each) => each.vendor === vendor);
    return { source, currency: (await merchantTerms(tx, merchantId)).currency };
  });
}

/**
 * Takes a bill over, day by day, and holds its days against our books. The file is named by its content: where it stopped
 * half way it goes on, and once it is whole it changes nothing any more, unless another has taken its place since.
 */
export async function takeBill(
  app: App,
  said: Bill,
  { from, to }: { from: LocalDate; to: LocalDate },
  by: string,
): Promise<Result<{ upload: BillUpload; isNew: boolean }>> {
  const { merchantId } = said;
  if (from > to) return reject({ code: 'days_turned_round' });
  if (to >= localDate(app.clock.now(), GATEWAY_ZONE)) return reject({ code: 'bill_of_today' });
  if (addDays(from, MOST_DAYS) <= to) return reject({ code: 'bill_days_too_many', most: MOST_DAYS });
  const account = await billAccount(app, said);
  if (!account.ok) return account;
  const bill = { ...said, ...account.value };
  const { source, currency } = await termsOf(app, bill);
  if (!source?.isMapped) return reject({ code: 'source_not_mapped' });
  const sha256 = billHash(bill.bytes, source.mapping);
  const [known, told, before] = await app.db.inMerchant(merchantId, (tx) =>
    Promise.all([
      findUpload(tx, bill, sha256),
      dayOfGateway(tx, bill, { from, to }),
      filesOfDays(tx, bill, { from, to }),
    ]),
  );
  if (told) return reject({ code: 'day_told_by_gateway', day: told });
  const file = await readBillFile(bill.bytes);
  if (!file.ok) return file;
  const { missing, reading } = readBillBy(file.value, source.mapping, { ...zoned(currency), from, to });
  if (!reading) return reject({ code: 'bill_columns_missing', columns: missing.join('、') });
  const [first] = reading.errors;
  if (first) {
    const { length: count } = reading.errors;
    return reject({ code: 'bill_rows_wrong', ...first, count, errors: reading.errors.slice(0, SHOWN_ERRORS) });
  }
  // Read again even where it was whole: another bill may stand in its place by now.
  const upload = await keep(app, bill, { sha256, reading, from, to, by });
  const after = await app.db.inMerchant(merchantId, (tx) => filesOfDays(tx, bill, { from, to }));
  const wasWhole = known?.takenAt && known.from <= from && known.to >= to;
  return ok({ upload, isNew: !wasWhole || before !== after });
}

type Read = { sha256: Buffer; reading: BillReading; from: LocalDate; to: LocalDate; by: string };

async function keep(app: App, bill: Bill, { sha256, reading, from, to, by }: Read): Promise<BillUpload> {
  const { merchantId, vendor, shopId, fileName } = bill;
  const account = { merchantId, vendor, shopId };
  const { lines, setAside, notes } = reading;
  await app.db.inMerchant(merchantId, (tx) =>
    sql`insert into bill_upload (merchant_id, upload_id, vendor, shop_id, sha256, file_name, first_day, last_day, line_count, notes,
        set_aside, uploaded_by, uploaded_at)
      values (${merchantId}, ${app.newId('bil')}, ${vendor}, ${shopKey(bill)}, ${sha256}, ${fileName.slice(0, 200)}, ${from}, ${to},
        ${lines.length}, ${notes}, ${JSON.stringify(setAside)}, ${by}, ${app.clock.now()})
      on conflict (merchant_id, vendor, shop_id, sha256) do update set taken_at = null,
        first_day = least(bill_upload.first_day, excluded.first_day), last_day = greatest(bill_upload.last_day, excluded.last_day)`.execute(
      tx,
    ),
  );
  // A day without a line is read as well: nothing was refunded on it.
  const ofDay = new Map<LocalDate, StatementLine[]>(daysOf(from, to).map((day) => [day, []]));
  for (const line of lines) ofDay.get(line.day)?.push(statementLine(line));
  for (const [day, itsLines] of ofDay) await keepStatement(app, { ...account, day }, itsLines, { source: 'bill' });
  await matchAccount(app, account, from);
  return app.db.inMerchant(merchantId, async (tx) => {
    await sql`update bill_upload set taken_at = ${app.clock.now()} where merchant_id = ${merchantId} and vendor = ${vendor}
      and shop_id = ${shopKey(bill)} and sha256 = ${sha256} and taken_at is null`.execute(tx);
    return present(await findUpload(tx, bill, sha256), 'the bill');
  });
}

const statementLine = ({ tradeNumber, refundNumber, amount, at }: BillLine): StatementLine => ({
  kind: 'refund',
  tradeNumber,
  ...(refundNumber === undefined ? {} : { refundNumber }),
  amount,
  at,
});
