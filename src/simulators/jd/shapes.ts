/** Ids are 64-bit numbers on the wire and text in here: above 2^53 a JavaScript number loses digits. */
export type OrderState =
  | 'WAIT_SELLER_STOCK_OUT'
  | 'WAIT_GOODS_RECEIVE_CONFIRM'
  | 'FINISHED_L'
  | 'TRADE_CANCELED'
  | 'LOCKED';

export type Item = {
  skuId: string;
  wareId: string;
  outerSkuId: string;
  productNo: string;
  skuName: string;
  jdPrice: string;
  itemTotal: string;
};

export type Coupon = { orderId: string; skuId: string; couponType: string; couponPrice: string };

export type Consignee = {
  fullname?: string;
  mobile?: string;
  province?: string;
  city?: string;
  county?: string;
  fullAddress?: string;
};

/** An order as `jingdong.pop.order.get` gives it out; all values are texts, money is yuan. */
export type Order = {
  orderId: string;
  venderId: string;
  orderState: OrderState;
  payType: string;
  orderTotalPrice: string;
  orderPayment: string;
  balanceUsed: string;
  freightPrice: string;
  sellerDiscount: string;
  orderStartTime: string;
  paymentConfirmTime: string;
  orderEndTime?: string;
  modified: string;
  pin: string;
  open_id_buyer: string;
  consigneeInfo: Consignee;
  itemInfoList: Item[];
  couponDetailList: Coupon[];
  waybill?: string;
  logisticsId?: string;
};

export const customerExpects = {
  10: '退货',
  20: '换货',
  30: '维修',
  80: '补发',
  90: '优鲜赔',
} as const;
export type CustomerExpect = keyof typeof customerExpects;

export const serviceStatuses = {
  10001: '待审核',
  10002: '待用户反馈',
  10012: '用户已反馈',
  10004: '审核关闭',
  10005: '待收货',
  13000: '商家催收货',
  10007: '已收货待处理',
  10009: '待用户确认',
  10010: '完成',
  10011: '取消',
} as const;
export type ServiceStatus = keyof typeof serviceStatuses;

/** An after-sales service. Times in ms, the amount in yuan. */
export type Service = {
  serviceId: string;
  applyId: string;
  applyDetailId: string;
  orderId: string;
  venderId: string;
  skuId: string;
  wareName: string;
  serviceCount: number;
  amount: string;
  customerExpect: CustomerExpect;
  serviceStatus: ServiceStatus;
  questionTypeCid1: number;
  questionTypeCid2: number;
  questionTypeCid2Name: string;
  questionDesc: string;
  applyTime: number;
  updateDate: number;
  auditOvertime: number;
  sysVersion: number;
  expressCompany?: string;
  expressCode?: string;
  freightUpdateDate?: number;
  approveNotes?: string;
  approveReasonCid1?: number;
  returnAddress?: string;
  receiveDate?: number;
  processResult?: number;
  intervened?: boolean;
};

export const applicationStatuses = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
export type ApplicationStatus = (typeof applicationStatuses)[number];

/** A refund application, for money back before the goods arrive. Times are texts, the sum is in fen. */
export type Application = {
  id: string;
  orderId: string;
  venderId: string;
  buyerId: string;
  buyerName: string;
  applyTime: string;
  checkTime?: string;
  applyRefundSum: string;
  status: ApplicationStatus;
  reason: string;
  checkUserName?: string;
  checkRemark?: string;
};
