import type { Account, AccountRole } from './accounts.ts';

export const standards = ['enterprise', 'small'] as const;
/** 企业会计准则, or 小企业会计准则. */
export type Standard = (typeof standards)[number];

type Named = { zh: string; en: string; side: Account['side']; enterprise: string; small: string };

/**
 * The accounts of each role by the codes of both standards; sub-accounts after the point. The codes of 小企业会计准则 are
 * recalled, not read in its text: an accountant has to look at them before they are used. It knows neither 预计负债 nor
 * 存货跌价准备, so books by it estimate no returns and keep no allowance; the roles have codes that stay empty.
 */
const accounts: Record<AccountRole, Named> = {
  bank: both('1002', '银行存款', 'Bank', 'debit'),
  gateway_balance: both('1012.01', '其他货币资金—支付平台', 'Gateway balances', 'debit'),
  platform_receivable: both('1122', '应收账款—电商平台', 'Receivable from platforms', 'debit'),
  subsidy_receivable: both('1221.01', '其他应收款—平台补贴', 'Subsidies receivable', 'debit'),
  vendor_receivable: both('1221.02', '其他应收款—供应商退货', 'Receivable from vendors', 'debit'),
  claims_receivable: both('1221.03', '其他应收款—快递理赔', 'Claims receivable', 'debit'),
  insurance_receivable: both('1221.04', '其他应收款—保险理赔', 'Insurance claims receivable', 'debit'),
  inventory: both('1405.01', '库存商品—良品', 'Inventory, good', 'debit'),
  inventory_second_hand: both('1405.02', '库存商品—二手/残次', 'Inventory, second-hand', 'debit'),
  inventory_repair: both('1405.03', '库存商品—待维修', 'Inventory, to repair', 'debit'),
  inventory_to_vendor: both('1405.04', '库存商品—待退供应商', 'Inventory, to be returned to vendors', 'debit'),
  inventory_allowance: both('1471', '存货跌价准备', 'Inventory allowance', 'credit'),
  goods_in_inspection: named('1406', '1405.06', '发出商品—退货待检', 'Returned goods in inspection', 'debit'),
  goods_shipped: named('1406.02', '1405.07', '发出商品—未确认收入', 'Goods shipped, not yet sold', 'debit'),
  right_to_goods: named('1409', '1405.08', '应收退货成本', 'Right to returned goods', 'debit'),
  pending_loss: both('1901', '待处理财产损溢', 'Losses pending approval', 'debit'),
  repair_payable: both('2202.01', '应付账款—维修', 'Payable for repairs', 'credit'),
  freight_payable: both('2202.02', '应付账款—快递', 'Payable to couriers', 'credit'),
  contract_liability: named('2204', '2203', '合同负债', 'Contract liabilities', 'credit'),
  output_vat: both('2221.01.01', '应交税费—销项税额', 'Output VAT', 'credit'),
  input_vat: both('2221.01.02', '应交税费—进项税额', 'Input VAT', 'debit'),
  input_vat_out: both('2221.01.04', '应交税费—进项税额转出', 'Input VAT turned out', 'credit'),
  deferred_output_vat: both('2221.06', '应交税费—待转销项税额', 'Output VAT to be transferred', 'credit'),
  red_vat: both('2221.90', '应交税费—待红字发票销项税额', 'Output VAT waiting for red invoices', 'debit'),
  refunds_payable: both('2241', '其他应付款—应付退款', 'Refunds payable', 'credit'),
  refund_liability: named('2801.01', '2801.01', '预计负债—应付退货款', 'Refund liability', 'credit'),
  sales_revenue: named('6001', '5001', '主营业务收入', 'Sales revenue', 'credit'),
  other_income: named('6051', '5051', '其他业务收入', 'Other operating income', 'credit'),
  cost_of_sales: named('6401', '5401', '主营业务成本', 'Cost of sales', 'debit'),
  repair_cost: named('6601.01', '5601.01', '销售费用—售后维修', 'Repairs', 'debit'),
  return_freight: named('6601.02', '5601.02', '销售费用—退货运费', 'Return freight', 'debit'),
  freight_insurance: named('6601.03', '5601.03', '销售费用—运费险', 'Freight insurance', 'debit'),
  goodwill: named('6601.04', '5601.04', '销售费用—售后补偿', 'Goodwill', 'debit'),
  selling_loss: named('6601.05', '5601.05', '销售费用—退货损失', 'Losses on returns', 'debit'),
  stock_loss: named('6602.01', '5602.01', '管理费用—存货损失', 'Stock losses', 'debit'),
  payment_fees: named('6603.01', '5603.01', '财务费用—手续费', 'Payment fees', 'debit'),
  impairment: named('6701', '5702', '资产减值损失', 'Write-downs', 'debit'),
  abnormal_loss: named('6711.01', '5711.01', '营业外支出—非常损失', 'Abnormal losses', 'debit'),
  fines: named('6711.02', '5711.02', '营业外支出—罚款', 'Fines', 'debit'),
};

function named(enterprise: string, small: string, zh: string, en: string, side: Account['side']): Named {
  return { enterprise, small, zh, en, side };
}

function both(code: string, zh: string, en: string, side: Account['side']): Named {
  return named(code, code, zh, en, side);
}

/** A chart of accounts to begin with: data that the merchant's books hold from then on. */
export const chartOf = (standard: Standard): Account[] =>
  Object.entries(accounts).map(([role, { zh, en, side, [standard]: code }]) => ({
    code,
    role: role as AccountRole,
    name: { zh, en },
    side,
  }));
