import { sql } from 'kysely';
import { present } from '../../../domain/assert.ts';
import type { MerchantId, ShopId } from '../../../domain/ids.ts';
import { money } from '../../../domain/money.ts';
import { defaultPolicy } from '../../../domain/policy/default-policy.ts';
import type { Program } from '../../compose.ts';
import { DEMO_PASSWORD } from '../../people/demo-people.ts';
import { makeAccount } from '../../people/members.ts';
import { publishPolicy } from '../../policy/policy-shelf.ts';
import { saveConnection, saveShop } from '../../shops/shops.ts';
import type { Account } from '../../shops/vendors.ts';

export const REAL_SLUG = 'online-retail';
export const REAL_ADMIN = 'admin@retail.guilai';
export const REAL_SHOP: ShopId = 'shop_onlineretail';
export const REAL_TERMS = { currency: 'GBP', timeZone: 'Europe/London' } as const;

export type RealMerchant = { merchantId: MerchantId; adminId: string };

const APPROVAL_LIMIT_MINOR = 50_000;

/** The merchant of the real data with its one shop; made at the first run. */
export async function realMerchant({ app, auth }: Program, alipay: Account): Promise<RealMerchant> {
  const before = await findRealMerchant({ auth });
  if (!before) {
    const account = { name: 'Online Retail', email: REAL_ADMIN, password: DEMO_PASSWORD };
    const userId = (await makeAccount(auth, account)) ?? (await adminId({ auth }));
    await auth.betterAuth.api.createOrganization({
      body: { name: '归来实测店 / Online Retail', slug: REAL_SLUG, userId },
    });
  }
  const merchantId = present(await findRealMerchant({ auth }), 'the merchant of the real data');
  await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql`update merchant set currency = ${REAL_TERMS.currency}, time_zone = ${REAL_TERMS.timeZone}
      where merchant_id = ${merchantId} and currency <> ${REAL_TERMS.currency} returning merchant_id`.execute(tx);
    if (rows.length > 0) {
      const limit = money(APPROVAL_LIMIT_MINOR, REAL_TERMS.currency);
      // Chinese holidays move no British deadline.
      const policy = { ...defaultPolicy(2, limit, REAL_TERMS.timeZone), holidays: [] };
      await publishPolicy(tx, merchantId, policy, 'system');
    }
    await saveShop(tx, app.secrets, merchantId, {
      id: REAL_SHOP,
      channel: 'own_shop',
      name: 'Online Retail',
      externalId: REAL_SLUG,
      returnAddress: null,
      settings: {},
      credentials: {},
    });
    await saveConnection(tx, app.secrets, merchantId, 'payment', 'alipay', alipay);
  });
  return { merchantId, adminId: await adminId({ auth }) };
}

export async function findRealMerchant({ auth }: Pick<Program, 'auth'>): Promise<MerchantId | undefined> {
  const { rows } = await auth.pool.query<{ id: MerchantId }>('select id from auth.organization where slug = $1', [
    REAL_SLUG,
  ]);
  return rows[0]?.id;
}

async function adminId({ auth }: Pick<Program, 'auth'>): Promise<string> {
  const { rows } = await auth.pool.query<{ id: string }>('select id from auth.user where email = $1', [REAL_ADMIN]);
  return present(rows[0], `the account ${REAL_ADMIN}`).id;
}
