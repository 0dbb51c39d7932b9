import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { formatDecimal } from '../../domain/money.ts';
import type { ClaimId } from '../../domain/recovery/loss-claim.ts';
import { claimOf } from '../../domain/returns/claiming.ts';
import { localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { notify } from '../notices/notify.ts';
import { read } from '../returns/rma-store.ts';

export type ClaimDue = { merchantId: MerchantId; rmaId: RmaId; claimId: ClaimId };

const parties: Record<string, string> = { courier: '快递', insurer: '保险公司', platform: '平台', vendor: '供应商' };

/** The day has come by which a claim should have been answered: where it was not, the desk is told, once for each day set. */
export async function claimDue(app: App, { merchantId, rmaId, claimId }: ClaimDue): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    const found = await read(tx, merchantId, rmaId);
    const claim = found && claimOf(found.rma, claimId);
    if (!found || claim?.state !== 'filed' || claim.answerDue > app.clock.now()) return;
    const { timeZone } = await app.policies.pinned(tx, merchantId, found.rma.policyVersion);
    await notify(
      app,
      tx,
      merchantId,
      {
        id: `ntc_${claimId}_${claim.appeals}`,
        severity: 'warning',
        language: 'zh',
        title: `理赔逾期未答复：${found.rma.number}`,
        lines: [
          `向${parties[claim.against] ?? claim.against}索赔 ${formatDecimal(claim.amount)} ${claim.amount.currency}`,
          `应于 ${localDate(claim.answerDue, timeZone)} 前答复${claim.waybill ? `，运单 ${claim.waybill}` : ''}`,
          '请催办、登记答复或申诉。',
        ],
        url: `${app.config.publicUrl}/claims/${claimId}`,
      },
      'parcels',
    );
  });
}
