import type { Logger } from 'pino';
import type { FinanceVendor } from '../connectors/finance/account.ts';
import type { InvoiceVendor } from '../connectors/invoicing/account.ts';
import type { NoticeVendor } from '../connectors/notice/account.ts';
import type { SignedHook } from '../connectors/notice/signed-hook.ts';
import type { MerchantId, ParcelId, RmaId, ShopId } from '../domain/ids.ts';
import type { NoticeChannelId, NoticeId } from '../domain/notices/notice.ts';
import type { Role } from '../domain/people/permissions.ts';
import type { RmaJob } from '../domain/returns/jobs.ts';
import type { Instant } from '../domain/time.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Db, Tx } from './db/database.ts';
import type { AccountBook } from './ledger/account-book.ts';
import type { NewId } from './new-id.ts';
import type { PolicyShelf } from './policy/policy-shelf.ts';
import type { ReturnPlaces } from './return-addresses/return-places.ts';
import type { Secrets } from './secrets.ts';
import type { Shops } from './shops/shops.ts';
import type { Takers } from './team/takers.ts';

/** A piece of work for a worker, with the merchant it belongs to. */
export type AppJob = { merchantId: MerchantId } & (
  | RmaJob
  | { kind: 'pull_shop'; shopId: ShopId }
  | { kind: 'fetch_changes'; shopId: ShopId }
  /** A round of giving out what is nobody's; the next one is set when it ends. */
  | { kind: 'balance_team' }
  /** Somebody works here no longer. */
  | { kind: 'free_cases'; userId: string }
  | { kind: 'run_trial' | 'run_shadow'; trialId: `ptr_${string}` }
  | { kind: 'pull_messages'; rmaId: RmaId }
  /** A round of asking couriers after parcels of which nothing was heard for long. */
  | { kind: 'poll_parcels' }
  /** A round of asking services after visits of which nothing was heard. */
  | { kind: 'ask_after_pickups' }
  /** What courier services have pushed is taken over. */
  | { kind: 'apply_courier_pushes' }
  /** What payment gateways have told is looked into. */
  | { kind: 'apply_payment_notices' }
  /** Numbered vouchers go to the merchant's finance system, in order. */
  | { kind: 'push_vouchers' }
  /** Red invoices are applied for, asked after and issued; the next round is set while any is under way. */
  | { kind: 'push_red_invoices' }
  /** Yesterday's statements of the gateways are read and held against our refunds; the next round is set when it ends. */
  | { kind: 'match_round' }
  /** The returns in a parcel learn where it is. */
  | { kind: 'tell_parcel'; parcelId: ParcelId }
  /** A round of looking at parcels that something may be wrong with; the next one is set when it ends. */
  | { kind: 'look_round' }
  | { kind: 'look_at_parcels'; rmaId: RmaId }
  /** What is usual on each lane is learned from the parcels that came. */
  | { kind: 'learn_lanes' }
  /** The system outside that keeps stock too hears what has changed. */
  | { kind: 'tell_stock' }
  | { kind: 'send_notice'; channelId: NoticeChannelId; noticeId: NoticeId }
  /** Goods that are here already may be those of this return. */
  | { kind: 'match_return'; rmaId: RmaId }
  | { kind: 'apply_document'; shopId: string; documentKind: 'order' | 'refund'; documentId: string; version: string }
);

/** When and how often a job may run; a job of the same key that still waits is replaced. Those of a queue take turns. */
export type JobTerms = { runAt?: Instant; jobKey?: string; maxAttempts?: number; queue?: string };

/** Somebody who works for a merchant. */
export type Member = { userId: string; name: string; role: Role };

/** What the program is made of. `main.ts` puts it together; functions take it as their first parameter. */
export type App = {
  config: Config;
  clock: Clock;
  newId: NewId;
  log: Logger;
  db: Db;
  secrets: Secrets;
  policies: PolicyShelf;
  accounts: AccountBook;
  returnPlaces: ReturnPlaces;
  shops: Shops;
  /** The ways on which notices can leave the house. */
  noticeVendors: readonly NoticeVendor[];
  signedHook: SignedHook;
  /** The finance systems that vouchers can go to. */
  financeVendors: readonly FinanceVendor[];
  /** The services that red invoices can go to. */
  invoiceVendors: readonly InvoiceVendor[];
  /** Names of the merchant's people and API keys by their id, for timelines. */
  staffNames(merchantId: MerchantId): Promise<ReadonlyMap<string, string>>;
  /** The people who work for a merchant, as they are now. */
  members(merchantId: MerchantId): Promise<Member[]>;
  /** The same, as they were a minute ago at most: for what is told of many things at once. */
  recentMembers(merchantId: MerchantId): Promise<readonly Member[]>;
  takers: Takers;
  /** All merchants, for schedulers. */
  merchants(): Promise<MerchantId[]>;
  /** Adds jobs in the transaction of the command that calls for them: they exist if and only if it commits. */
  enqueue(tx: Tx, jobs: readonly (AppJob & JobTerms)[]): Promise<void>;
};
