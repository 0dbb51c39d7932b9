/**
 * What an account is for. Postings name roles; each merchant's chart maps a role to its own account code, because codes
 * differ between accounting standards.
 */
export const accountRoles = [
  'bank',
  'gateway_balance',
  'platform_receivable',
  'subsidy_receivable',
  'vendor_receivable',
  'claims_receivable',
  'insurance_receivable',
  'inventory',
  'inventory_second_hand',
  'inventory_repair',
  'inventory_to_vendor',
  'inventory_allowance',
  'goods_in_inspection',
  'goods_shipped',
  'right_to_goods',
  'pending_loss',
  'repair_payable',
  'freight_payable',
  'contract_liability',
  'output_vat',
  'input_vat',
  'input_vat_out',
  'deferred_output_vat',
  'red_vat',
  'refunds_payable',
  'refund_liability',
  'sales_revenue',
  'other_income',
  'cost_of_sales',
  'repair_cost',
  'return_freight',
  'freight_insurance',
  'goodwill',
  'selling_loss',
  'stock_loss',
  'payment_fees',
  'impairment',
  'abnormal_loss',
  'fines',
] as const;

export type AccountRole = (typeof accountRoles)[number];

export type Account = { code: string; role: AccountRole; name: { zh: string; en: string }; side: 'debit' | 'credit' };

/** Whose money it is, for receivables and payables. A buyer is named by his return alone. */
export const partyKinds = ['platform', 'courier', 'vendor', 'insurer', 'government', 'buyer'] as const;
export type PartyKind = (typeof partyKinds)[number];
export type Party = { kind: PartyKind; id: string };

/** What others owe, and what is owed to others: their lines name who it is. */
export const owingRoles = [
  'platform_receivable',
  'subsidy_receivable',
  'vendor_receivable',
  'claims_receivable',
  'insurance_receivable',
  'repair_payable',
  'freight_payable',
  'refunds_payable',
] as const satisfies readonly AccountRole[];

/** Where a loss stands once it is known who bears it. */
export const lossRoles = [
  'selling_loss',
  'stock_loss',
  'abnormal_loss',
  'impairment',
  'return_freight',
  'repair_cost',
  'goodwill',
  'fines',
] as const satisfies readonly AccountRole[];

/** Where stands what somebody owes for a loss: one account for each, whether a claim or a settlement put it there. */
export const owedBy: Readonly<Record<PartyKind, AccountRole>> = {
  courier: 'claims_receivable',
  platform: 'claims_receivable',
  government: 'claims_receivable',
  buyer: 'claims_receivable',
  insurer: 'insurance_receivable',
  vendor: 'vendor_receivable',
};
