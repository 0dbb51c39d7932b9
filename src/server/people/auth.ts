import { hkdfSync } from 'node:crypto';
import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins/organization';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { MerchantId } from '../../domain/ids.ts';
import { openPool } from '../db/connect.ts';
import type { Db, Tx } from '../db/database.ts';
import type { NewId } from '../new-id.ts';
import { accessControl, accessRoles } from './access.ts';
import { type Principals, principalsOf } from './principals.ts';

export type AuthOptions = {
  databaseUrl: string;
  publicUrl: string;
  /** The program's secret: cookies are signed with a key derived from it. */
  secretKey: Buffer;
  db: Db;
  newId: NewId;
  log: Logger;
  /** Whether strangers may make an account and found a merchant. */
  openSignUp: boolean;
  /** Gives a new merchant what it cannot be without: accounts, a first policy. Part of the merchant's own transaction. */
  onMerchantCreated(tx: Tx, merchantId: MerchantId): Promise<void>;
  /** Sees to what somebody leaves behind who works for the merchant no longer. */
  onMemberGone?(merchantId: MerchantId, userId: string): Promise<void>;
  poolSize?: number;
};

export type Auth = {
  betterAuth: ReturnType<typeof betterAuthWith>;
  principals: Principals;
  /** The schema `auth`, as the program's own role. */
  pool: pg.Pool;
  db: Db;
  newId: NewId;
  publicUrl: string;
  openSignUp: boolean;
  sessionCookie: string;
  onMemberGone(merchantId: MerchantId, userId: string): Promise<void>;
  close(): Promise<void>;
};

/** The header in which our server tells better-auth whom it talks to; what a client sends under this name is dropped. */
export const ADDRESS_HEADER = 'x-guilai-address';

export const MIN_PASSWORD_LENGTH = 10;
const EIGHT_HOURS_SECONDS = 8 * 3600;

/** Everything about people: signing in, members, API keys, and who is calling. The database must be migrated. */
export function createAuth(options: AuthOptions): Auth {
  const { databaseUrl, secretKey, db, newId, publicUrl, openSignUp, poolSize = 5 } = options;
  const pool = openPool(databaseUrl, 'app', poolSize);
  const secret = Buffer.from(hkdfSync('sha256', secretKey, '', 'guilai/session', 32)).toString('hex');
  const sessionCookie = `${cookiePrefix(publicUrl)}.session_token`;
  return {
    betterAuth: betterAuthWith(options, pool, secret),
    principals: principalsOf(pool, { name: sessionCookie, secret }),
    pool,
    db,
    newId,
    publicUrl,
    openSignUp,
    sessionCookie,
    onMemberGone: options.onMemberGone ?? (async () => {}),
    close: () => pool.end(),
  };
}

const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** A browser takes a `__Host-` cookie only over https, for this host alone; it would drop one on plain http. */
const cookiePrefix = (publicUrl: string): string => (isSecure(publicUrl) ? '__Host-guilai' : 'guilai');

function betterAuthWith(options: AuthOptions, pool: pg.Pool, secret: string) {
  const { publicUrl, newId, log } = options;
  const kysely = new Kysely({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });
  return betterAuth({
    appName: 'Guilai',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: { db: kysely, type: 'postgres', schemaName: 'auth', transaction: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: !options.openSignUp,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      autoSignIn: true,
    },
    // The absolute end. `principals.ts` also ends sessions that nobody uses, and is asked before every other route.
    session: { expiresIn: EIGHT_HOURS_SECONDS, disableSessionRefresh: true },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({ data: { ...session, ...(await firstMerchant(pool, session.userId)) } }),
        },
      },
    },
    advanced: {
      cookiePrefix: cookiePrefix(publicUrl),
      // Off, since it would put __Secure- before our __Host-; the attribute follows.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isSecure(publicUrl), httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: ({ model }) => newId(idPrefixes[model] ?? 'aut') },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // Our server checks every route, by a rule that also fits those who come by another name than publicUrl.
      disableCSRFCheck: true,
    },
    // Our server counts requests and failed sign-ins.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => log[level](message) },
    plugins: [
      organizationWith(options),
      apiKey({
        references: 'organization',
        defaultPrefix: 'gl_',
        requireName: true,
        maximumNameLength: 80,
        startingCharactersConfig: { charactersLength: 8 },
        rateLimit: { enabled: false },
      }),
    ],
  });
}

/** An organization is a merchant. */
function organizationWith({ newId, db, openSignUp, onMerchantCreated }: AuthOptions) {
  return organization({
    ac: accessControl,
    roles: accessRoles,
    creatorRole: 'admin',
    allowUserToCreateOrganization: openSignUp,
    organizationLimit: 5,
    membershipLimit: 1000,
    // Ids of invitations hold 80 random bits, and no mail is sent that could prove an address.
    requireEmailVerificationOnInvitation: false,
    organizationHooks: {
      // Before and not after: there may be a merchant whom nobody works for, but never people without their merchant.
      beforeCreateOrganization: async ({ organization: { name, slug } }) => {
        const id = newId('mer');
        await db.inMerchant(id, async (tx) => {
          await tx
            .insertInto('merchant')
            .values({ merchant_id: id, name: name ?? id })
            .execute();
          await onMerchantCreated(tx, id);
        });
        return { data: { id, name, slug } };
      },
    },
  });
}

const idPrefixes: Record<string, string> = {
  user: 'usr',
  session: 'ses',
  account: 'acc',
  verification: 'ver',
  organization: 'mer',
  member: 'mem',
  invitation: 'inv',
  apikey: 'key',
};

/** People mostly work for one merchant: signing in leads there. Others are chosen with organization/set-active. */
async function firstMerchant(pool: pg.Pool, userId: string): Promise<{ activeOrganizationId?: string }> {
  const { rows } = await pool.query<{ id: string }>(
    'select organization_id as id from auth.member where user_id = $1 order by created_at, id limit 1',
    [userId],
  );
  return rows[0] ? { activeOrganizationId: rows[0].id } : {};
}
