import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { type Role, roles } from '../../domain/people/permissions.ts';
import type { Auth } from './auth.ts';
import { addMember, makeAccount } from './members.ts';

/** Known to everybody who reads this. Used in demo mode only, where it is printed at the start. */
export const DEMO_PASSWORD = 'guilai-demo-2026';

export const demoEmail = (role: Role): string => `${role}@demo.guilai`;

const SLUG = 'guilai-demo';
const names: Record<Role, string> = {
  agent: '客服小安',
  supervisor: '主管老秦',
  inspector: '质检阿成',
  finance: '财务林姐',
  manager: '店长周舟',
  admin: '管理员',
};

/** The merchant 归来示范店 with one account for each role. Makes what an earlier start has not made. */
export async function seedDemoPeople(auth: Auth): Promise<MerchantId> {
  const merchantId = (await demoMerchant(auth)) ?? (await foundDemoMerchant(auth));
  for (const role of roles) await addMember(auth, merchantId, { ...accountOf(role), role });
  return merchantId;
}

const accountOf = (role: Role) => ({ name: names[role], email: demoEmail(role), password: DEMO_PASSWORD });

async function demoMerchant({ pool }: Auth): Promise<MerchantId | undefined> {
  const { rows } = await pool.query<{ id: MerchantId }>('select id from auth.organization where slug = $1', [SLUG]);
  return rows[0]?.id;
}

/** A merchant is founded by a person: the administrator comes first. */
async function foundDemoMerchant(auth: Auth): Promise<MerchantId> {
  const userId = (await makeAccount(auth, accountOf('admin'))) ?? (await personOf(auth, demoEmail('admin')));
  await auth.betterAuth.api.createOrganization({ body: { name: '归来示范店', slug: SLUG, userId } });
  return present(await demoMerchant(auth), 'the demo merchant');
}

async function personOf({ pool }: Auth, email: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>('select id from auth.user where email = $1', [email]);
  return present(rows[0], `the account ${email}`).id;
}
