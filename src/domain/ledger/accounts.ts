/**
 * What an account is for. Postings name roles; each merchant's chart maps a role to its own account code, because codes
 * differ between accounting standards.
 */
export const accountRoles = [
  'gateway_balance',
  'platform_receivable',
  'subsidy_receivable',
  'vendor_receivable',
  'inventory',
  'inventory_second_hand',
  'inventory_repair',
  'inventory_to_vendor',
  'goods_in_inspection',
  'pending_loss',
  'output_vat',
  'repair_payable',
  'refunds_payable',
  'sales_revenue',
  'cost_of_sales',
  'repair_cost',
  'bank',
  'claims_receivable',
  'insurance_receivable',
  'return_freight',
] as const;

export type AccountRole = (typeof accountRoles)[number];

export type Account = { code: string; role: AccountRole; name: { zh: string; en: string }; side: 'debit' | 'credit' };

/** Codes of 企业会计准则; sub-accounts after the point. */
export const defaultChart: readonly Account[] = [
  { code: '1002', role: 'bank', name: { zh: '银行存款', en: 'Bank' }, side: 'debit' },
  {
    code: '1012.01',
    role: 'gateway_balance',
    name: { zh: '其他货币资金—支付平台', en: 'Gateway balances' },
    side: 'debit',
  },
  {
    code: '1122',
    role: 'platform_receivable',
    name: { zh: '应收账款—电商平台', en: 'Receivable from platforms' },
    side: 'debit',
  },
  {
    code: '1221.01',
    role: 'subsidy_receivable',
    name: { zh: '其他应收款—平台补贴', en: 'Subsidies receivable' },
    side: 'debit',
  },
  {
    code: '1221.02',
    role: 'vendor_receivable',
    name: { zh: '其他应收款—供应商退货', en: 'Receivable from vendors' },
    side: 'debit',
  },
  {
    code: '1221.03',
    role: 'claims_receivable',
    name: { zh: '其他应收款—快递理赔', en: 'Claims receivable' },
    side: 'debit',
  },
  {
    code: '1221.04',
    role: 'insurance_receivable',
    name: { zh: '其他应收款—保险理赔', en: 'Insurance claims receivable' },
    side: 'debit',
  },
  { code: '1405.01', role: 'inventory', name: { zh: '库存商品—良品', en: 'Inventory, good' }, side: 'debit' },
  {
    code: '1405.02',
    role: 'inventory_second_hand',
    name: { zh: '库存商品—二手/残次', en: 'Inventory, second-hand' },
    side: 'debit',
  },
  {
    code: '1405.03',
    role: 'inventory_repair',
    name: { zh: '库存商品—待维修', en: 'Inventory, to repair' },
    side: 'debit',
  },
  {
    code: '1405.04',
    role: 'inventory_to_vendor',
    name: { zh: '库存商品—待退供应商', en: 'Inventory, to be returned to vendors' },
    side: 'debit',
  },
  {
    code: '1406',
    role: 'goods_in_inspection',
    name: { zh: '发出商品—退货待检', en: 'Returned goods in inspection' },
    side: 'debit',
  },
  { code: '1901', role: 'pending_loss', name: { zh: '待处理财产损溢', en: 'Losses pending approval' }, side: 'debit' },
  {
    code: '2202.01',
    role: 'repair_payable',
    name: { zh: '应付账款—维修', en: 'Payable for repairs' },
    side: 'credit',
  },
  { code: '2221.01.01', role: 'output_vat', name: { zh: '应交税费—销项税额', en: 'Output VAT' }, side: 'credit' },
  { code: '2241', role: 'refunds_payable', name: { zh: '其他应付款—应付退款', en: 'Refunds payable' }, side: 'credit' },
  { code: '6001', role: 'sales_revenue', name: { zh: '主营业务收入', en: 'Sales revenue' }, side: 'credit' },
  { code: '6401', role: 'cost_of_sales', name: { zh: '主营业务成本', en: 'Cost of sales' }, side: 'debit' },
  { code: '6601.01', role: 'repair_cost', name: { zh: '销售费用—售后维修', en: 'Repairs' }, side: 'debit' },
  { code: '6601.02', role: 'return_freight', name: { zh: '销售费用—退货运费', en: 'Return freight' }, side: 'debit' },
];
