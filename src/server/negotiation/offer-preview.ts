import { sql } from 'kysely';
import { toMoneyView } from '../../contract/common.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { journalEntriesFor } from '../../domain/ledger/journal-entries.ts';
import { isMore, type Money, sum } from '../../domain/money.ts';
import type { Who } from '../../domain/people/levels.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { GoodsTerm } from '../../domain/returns/negotiation.ts';
import { previewOffer } from '../../domain/returns/preview-offer.ts';
import type { App } from '../app.ts';
import { explanationRows } from '../returns/amount-views.ts';
import type { Locked } from '../returns/rma-store.ts';

type Account = { role: string; account: string; nameZh: string; nameEn: string };

/** What an offer leads to, with the entries that the books would get. */
export async function offerPreview(
  app: App,
  merchantId: MerchantId,
  { rma, order }: Locked,
  offer: { amount: Money; goods: GoodsTerm },
  who: Who | undefined,
) {
  const policy = await app.policies.read(merchantId, rma.policyVersion);
  const preview = previewOffer(rma, offer, { now: app.clock.now(), order, policy, ...(who ? { who } : {}) });
  if (!preview.ok) return preview;
  const { entitled, explanation, refund } = preview.value;
  const accounts = await accountsOf(app, merchantId);
  const amounts = refund.flatMap(({ event }) => (event.type === 'refund_requested' ? [event.amount] : []));
  const total = sum(amounts, order.currency);
  return ok({
    entitled: entitled && toMoneyView(entitled),
    total: toMoneyView(total),
    rows: explanationRows(explanation, order),
    belowEntitled: entitled !== null && isMore(entitled, total),
    entries: refund
      .flatMap(({ rma: after, event }) => journalEntriesFor(after, event))
      .map(({ kind, lines }) => ({
        kind,
        lines: lines.map(({ role, debit, credit }) => ({
          ...nameOf(accounts, role),
          debit: toMoneyView(debit),
          credit: toMoneyView(credit),
        })),
      })),
  }) satisfies Result<unknown>;
}

function nameOf(accounts: readonly Account[], role: string) {
  const found = accounts.find((account) => account.role === role);
  return { account: found?.account ?? '', nameZh: found?.nameZh ?? role, nameEn: found?.nameEn ?? role };
}

async function accountsOf(app: App, merchantId: MerchantId): Promise<Account[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Account>`select role, code as account, name_zh as "nameZh", name_en as "nameEn" from account
      where merchant_id = ${merchantId}`.execute(tx),
  );
  return rows;
}
