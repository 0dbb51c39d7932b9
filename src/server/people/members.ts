import type { Language } from '../../contract/people.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Role } from '../../domain/people/permissions.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { Auth } from './auth.ts';

export type NewAccount = { name: string; email: string; password: string };
export type NewMember = NewAccount & { role: Role };

/**
 * Makes an account and lets it work for the merchant. An address that has an account is refused, whoever's it is: nobody
 * is made a member of a merchant, or given another password, without being asked. Such people are invited.
 */
export async function addMember(
  auth: Auth,
  merchantId: MerchantId,
  { role, ...account }: NewMember,
): Promise<Result<{ userId: string }, { code: 'email_taken' }>> {
  const userId = await makeAccount(auth, account, { merchantId, role });
  return userId === undefined ? reject({ code: 'email_taken' }) : ok({ userId });
}

/** One statement, so that no account is left without its password or its merchant. */
const ACCOUNT = `
  with person as (
    insert into auth.user (id, name, email, email_verified) values ($1, $2, lower($3), false)
    on conflict (email) do nothing returning id
  ), credential as (
    insert into auth.account (id, user_id, account_id, provider_id, password, updated_at)
    select $4, id, id, 'credential', $5, now() from person
  ), membership as (
    insert into auth.member (id, organization_id, user_id, role, created_at)
    select $6, $7, id, $8, now() from person where $7::text is not null
  )
  select id from person`;

/** @returns the person's id, or undefined where the address has an account already */
export async function makeAccount(
  { betterAuth, pool, newId }: Auth,
  { name, email, password }: NewAccount,
  membership?: { merchantId: MerchantId; role: Role },
): Promise<string | undefined> {
  const { password: passwords } = await betterAuth.$context;
  const hash = await passwords.hash(password);
  const { merchantId = null, role = null } = membership ?? {};
  const ids = [newId('usr'), newId('acc'), newId('mem')];
  const values = [ids[0], name, email, ids[1], hash, ids[2], merchantId, role];
  const { rows } = await pool.query<{ id: string }>(ACCOUNT, values);
  return rows[0]?.id;
}

type MemberRow = { id: string; user_id: string; name: string; email: string; role: Role; created_at: Date };

export async function membersOf({ pool }: Auth, merchantId: MerchantId) {
  const { rows } = await pool.query<MemberRow>(
    `select m.id, m.user_id, u.name, u.email, m.role, m.created_at
     from auth.member m join auth.user u on u.id = m.user_id
     where m.organization_id = $1 order by m.created_at, m.id`,
    [merchantId],
  );
  return rows.map(({ id, user_id, name, email, role, created_at }) => ({
    memberId: id,
    userId: user_id,
    name,
    email,
    role,
    joinedAt: created_at.toISOString(),
  }));
}

export async function languageOf({ pool }: Auth, userId: string): Promise<Language> {
  const { rows } = await pool.query<{ language: Language }>('select language from auth.user where id = $1', [userId]);
  return rows[0]?.language ?? 'zh-CN';
}

export async function setLanguage({ pool }: Auth, userId: string, language: Language): Promise<void> {
  await pool.query('update auth.user set language = $2, updated_at = now() where id = $1', [userId, language]);
}

export type Merchant = { merchantId: MerchantId; name: string; currency: string; timeZone: string };

export const merchantOf = ({ db }: Auth, merchantId: MerchantId): Promise<Merchant> =>
  db.inMerchant(merchantId, async (tx) => {
    const row = await tx
      .selectFrom('merchant')
      .select(['name', 'currency', 'time_zone'])
      .where('merchant_id', '=', merchantId)
      .executeTakeFirst();
    const { name, currency, time_zone: timeZone } = present(row, `the merchant ${merchantId}`);
    return { merchantId, name, currency, timeZone };
  });
