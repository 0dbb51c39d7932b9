import { sql } from 'kysely';
import type { MoneyView } from '../../contract/common.ts';
import { type PolicyContent, policyOf } from '../../contract/policy-content.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { checkPolicy, type PolicyVerdict } from '../../domain/policy/check-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Tx } from '../db/database.ts';

export type MerchantTerms = { currency: string; timeZone: string };

export async function merchantTerms(tx: Tx, merchantId: MerchantId): Promise<MerchantTerms> {
  const { rows } = await sql<MerchantTerms>`select currency, time_zone as "timeZone" from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return present(rows[0], 'the merchant');
}

/** An amount in another currency than the merchant's: the rules compare amounts, and those must be of one kind. */
export type CurrencyDiffers = { code: 'currency_differs'; field: string; currency: string };
export type ContentVerdict = {
  errors: (PolicyVerdict['errors'][number] | CurrencyDiffers)[];
  warnings: PolicyVerdict['warnings'];
};

/** The policy that a content would be as `version`, and what is wrong with it. */
export function policyFrom(
  content: PolicyContent,
  version: number,
  currency: string,
): { policy: Policy; verdict: ContentVerdict } {
  const { approvalLimit, autoRefundLimit, refundWithoutReturn } = content;
  const limits = { approvalLimit, autoRefundLimit, refundWithoutReturn: refundWithoutReturn?.maxAmount };
  const foreign = Object.entries(limits).flatMap(([field, amount]): CurrencyDiffers[] =>
    amount && amount.currency !== currency ? [{ code: 'currency_differs', field, currency }] : [],
  );
  // Read as the merchant's own, so that the other terms are checked against those.
  const own = <Amount extends MoneyView | null>(amount: Amount): Amount => amount && { ...amount, currency };
  const policy = policyOf(
    {
      ...content,
      approvalLimit: own(approvalLimit),
      autoRefundLimit: own(autoRefundLimit),
      refundWithoutReturn: refundWithoutReturn && { maxAmount: own(refundWithoutReturn.maxAmount) },
    },
    version,
  );
  const { errors, warnings } = checkPolicy(policy);
  return { policy, verdict: { errors: [...foreign, ...errors], warnings } };
}
