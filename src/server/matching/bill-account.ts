import { sql } from 'kysely';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type MatchAccount, shopKey } from './keep-statement.ts';

type Rejected = { code: 'shop_not_found' } | { code: 'bill_shop_not_said'; shops: string };

/** Whose bill it is: on a platform one shop's, which is said where there are several. Nothing else has a shop. */
export async function billAccount(app: App, said: MatchAccount): Promise<Result<MatchAccount, Rejected>> {
  const { merchantId, vendor, shopId } = said;
  const shops = (await app.shops.all(merchantId)).filter(({ channel }) => channel === vendor);
  if (shopId !== undefined)
    return shops.some(({ id }) => id === shopId) ? ok(said) : reject({ code: 'shop_not_found' });
  if (shops.length > 1) return reject({ code: 'bill_shop_not_said', shops: shops.map(({ name }) => name).join('、') });
  return ok({ merchantId, vendor, shopId: shops[0]?.id });
}

/** The first of the days that the gateway itself has told of: no bill takes their place. */
export async function dayOfGateway(
  tx: Tx,
  account: MatchAccount,
  { from, to }: { from: LocalDate; to: LocalDate },
): Promise<LocalDate | undefined> {
  const { rows } = await sql<{ day: LocalDate | null }>`select min(day) as day from statement_day
    where merchant_id = ${account.merchantId} and vendor = ${account.vendor} and shop_id = ${shopKey(account)}
      and day between ${from} and ${to} and state = 'complete' and source = 'gateway'`.execute(tx);
  return rows[0]?.day ?? undefined;
}

/** Which file counts for each of these days. */
export async function filesOfDays(
  tx: Tx,
  account: MatchAccount,
  { from, to }: { from: LocalDate; to: LocalDate },
): Promise<string> {
  const { rows } = await sql<{
    files: string | null;
  }>`select string_agg(file_id, ' ' order by day) as files from statement_day
    where merchant_id = ${account.merchantId} and vendor = ${account.vendor} and shop_id = ${shopKey(account)}
      and day between ${from} and ${to}`.execute(tx);
  return rows[0]?.files ?? '';
}
