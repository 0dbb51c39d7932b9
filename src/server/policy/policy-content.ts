import { sql } from 'kysely';
import { type MoneyView, toMoneyView } from '../../contract/common.ts';
import type { PolicyContent } from '../../contract/policy.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { type Money, money } from '../../domain/money.ts';
import { checkPolicy, type PolicyVerdict } from '../../domain/policy/check-policy.ts';
import type { Policy, PolicyRow } from '../../domain/policy/policy.ts';
import type { LocalDate } from '../../domain/time.ts';
import { reviveMoney } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';

export type MerchantTerms = { currency: string; timeZone: string };

export async function merchantTerms(tx: Tx, merchantId: MerchantId): Promise<MerchantTerms> {
  const { rows } = await sql<MerchantTerms>`select currency, time_zone as "timeZone" from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return present(rows[0], 'the merchant');
}

/** A policy as the API and its screens have it. */
export const contentOf = (policy: Policy): PolicyContent => ({
  rows: policy.rows.map(({ id, condition, outcome, effects, basis, label }) => ({
    id,
    condition,
    outcome,
    ...(effects ? { effects } : {}),
    basis,
    label,
  })),
  windowDays: policy.windowDays,
  timeZone: policy.timeZone,
  holidays: [...policy.holidays],
  approvalLimit: toMoneyView(policy.approvalLimit),
  autoRefundLimit: policy.autoRefundLimit && toMoneyView(policy.autoRefundLimit),
  reviewHours: policy.reviewHours,
  resaleBasisPoints: policy.resaleBasisPoints,
  refundWithoutReturn: policy.refundWithoutReturn
    ? { maxAmount: toMoneyView(policy.refundWithoutReturn.maxAmount) }
    : null,
});

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
  const foreign: CurrencyDiffers[] = [];
  const amount = (field: string, { minor, currency: given }: MoneyView): Money => {
    if (given !== currency) foreign.push({ code: 'currency_differs', field, currency });
    return money(BigInt(minor), currency);
  };
  const { autoRefundLimit, refundWithoutReturn } = content;
  const policy: Policy = {
    version,
    // Fields that were left out are absent in JSON, as the domain wants them.
    rows: reviveMoney<PolicyRow[]>(content.rows),
    windowDays: content.windowDays,
    timeZone: content.timeZone,
    holidays: content.holidays as LocalDate[],
    approvalLimit: amount('approvalLimit', content.approvalLimit),
    autoRefundLimit: autoRefundLimit && amount('autoRefundLimit', autoRefundLimit),
    reviewHours: content.reviewHours,
    resaleBasisPoints: content.resaleBasisPoints,
    ...(refundWithoutReturn
      ? { refundWithoutReturn: { maxAmount: amount('refundWithoutReturn', refundWithoutReturn.maxAmount) } }
      : {}),
  };
  const { errors, warnings } = checkPolicy(policy);
  return { policy, verdict: { errors: [...foreign, ...errors], warnings } };
}
