import type { ChannelVendor } from '../connectors/channel/account.ts';
import { douyinChannel } from '../connectors/channel/douyin/account.ts';
import { jdChannel } from '../connectors/channel/jd/account.ts';
import { pinduoduoChannel } from '../connectors/channel/pinduoduo/account.ts';
import { shopifyChannel } from '../connectors/channel/shopify/account.ts';
import { taobaoChannel } from '../connectors/channel/taobao/account.ts';
import { woocommerceChannel } from '../connectors/channel/woocommerce/account.ts';
import type { CourierVendor } from '../connectors/courier/account.ts';
import { kdniaoCourier } from '../connectors/courier/kdniao/account.ts';
import { kuaidi100Courier } from '../connectors/courier/kuaidi100/account.ts';
import { sfCourier } from '../connectors/courier/sf/account.ts';
import type { FinanceVendor } from '../connectors/finance/account.ts';
import { kingdeeFinance } from '../connectors/finance/kingdee/account.ts';
import { yonbipFinance } from '../connectors/finance/yonbip/account.ts';
import type { InvoiceVendor } from '../connectors/invoicing/account.ts';
import { genericInvoiceVendor } from '../connectors/invoicing/generic/account.ts';
import type { NoticeVendor } from '../connectors/notice/account.ts';
import { dingtalkVendor } from '../connectors/notice/dingtalk/account.ts';
import { feishuVendor } from '../connectors/notice/feishu/account.ts';
import { mailVendor } from '../connectors/notice/mail/account.ts';
import type { SignedHook } from '../connectors/notice/signed-hook.ts';
import { webhookVendor } from '../connectors/notice/webhook/account.ts';
import { signedWebhook } from '../connectors/notice/webhook/signed-hook.ts';
import { wecomVendor } from '../connectors/notice/wecom/account.ts';
import type { PaymentVendor } from '../connectors/payment/account.ts';
import { alipayPayment } from '../connectors/payment/alipay/account.ts';
import { stripePayment } from '../connectors/payment/stripe/account.ts';
import { unionpayPayment } from '../connectors/payment/unionpay/account.ts';
import { wechatPayment } from '../connectors/payment/wechat/account.ts';
import type { Clock } from './clock.ts';
import type { Vendors } from './shops/vendors.ts';

/** The platforms that sell. A new one is a folder under connectors/channel/ and a line here. */
const channels: readonly ChannelVendor[] = [
  taobaoChannel,
  jdChannel,
  pinduoduoChannel,
  douyinChannel,
  shopifyChannel,
  woocommerceChannel,
];

/** The gateways that pay refunds. A new one is a folder under connectors/payment/ and a line here. */
const payments: readonly PaymentVendor[] = [alipayPayment, wechatPayment, unionpayPayment, stripePayment];

/** The services that follow parcels. A new one is a folder under connectors/courier/ and a line here. */
const couriers: readonly CourierVendor[] = [kuaidi100Courier, kdniaoCourier, sfCourier];

/** The finance systems that take vouchers. A new one is a folder under connectors/finance/ and a line here. */
export const financeVendors: readonly FinanceVendor[] = [kingdeeFinance, yonbipFinance];

/** The services that issue red invoices. A new one is a folder under connectors/invoicing/ and a line here. */
export const invoiceVendors: readonly InvoiceVendor[] = [genericInvoiceVendor];

/** The ways on which notices leave the house, those that most shops use first. */
export const noticeVendors: readonly NoticeVendor[] = [
  wecomVendor,
  dingtalkVendor,
  feishuVendor,
  mailVendor,
  webhookVendor,
];

/** The vendors Guilai can reach: the only place that knows them by name. */
export const vendorsOf = ({ now }: Clock): Vendors => ({
  channels,
  channel: (id, account) => channels.find((vendor) => vendor.id === id)?.open(account, now),
  payments,
  couriers,
});

/** How a system of the merchant's own is told of facts. */
export const signedHook: SignedHook = signedWebhook;
