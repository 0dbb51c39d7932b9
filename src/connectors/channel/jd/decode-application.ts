import { type Money, money, parseDecimal } from '../../../domain/money.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { readApplication } from './application-shapes.ts';
import type { Unverified } from './config.ts';
import { applicationId } from './refund-id.ts';
import { applicationDates } from './version.ts';

/** 3 paid by JD's finance department, 9 forced and paid; an approval alone (1, 5, 6, 7) has paid nothing yet. */
const statuses: Readonly<Record<string, ChannelRefund['status']>> = {
  '0': 'awaiting_seller',
  '2': 'refused',
  '3': 'refunded',
  '9': 'refunded',
  '11': 'closed',
};

const names: Readonly<Record<string, string>> = {
  '0': '未审核',
  '1': '审核通过',
  '2': '审核不通过',
  '3': '京东财务审核通过',
  '4': '京东财务审核不通过',
  '5': '人工审核通过',
  '6': '拦截并退款',
  '7': '拦截成功',
  '8': '拦截失败',
  '9': '强制关单并退款',
  '10': '物流待跟进',
  '11': '用户撤销',
};

/** The money back before the goods arrive, and always for the order as a whole. */
export function decodeApplication(
  raw: unknown,
  sumUnit: Unverified['applicationSumUnit'],
): ReturnType<ChannelPort['decodeRefund']> {
  const reading = readApplication(raw);
  if (reading.kind === 'unreadable') return reading;
  const application = reading.value;
  const amount = amountOf(application.applyRefundSum, sumUnit);
  if (!amount) {
    return { kind: 'unreadable', reason: `applyRefundSum: "${application.applyRefundSum}" is no amount in ${sumUnit}` };
  }
  const { version, modifiedAt } = applicationDates(application);
  const name = names[application.status];
  const refund: ChannelRefund = {
    externalId: applicationId(application.id),
    version,
    orderExternalId: application.orderId,
    quantity: 1,
    resolution: 'refund_only',
    vendorKind: 'refundapply',
    status: statuses[application.status] ?? 'other',
    vendorStatus: name ? `${application.status} ${name}` : application.status,
    amount,
    reason: application.reason ?? '',
    description: '',
    createdAt: application.applyTime,
    modifiedAt,
  };
  return { kind: 'refund', refund };
}

/** Whole fen, which JD types as a double: `8850`, `8850.0` as text. */
function amountOf(text: string, unit: Unverified['applicationSumUnit']): Money | undefined {
  if (unit === 'yuan') return parseDecimal(text, 'CNY');
  const digits = /^(\d{1,15})(?:\.0+)?$/.exec(text)?.[1];
  return digits === undefined ? undefined : money(BigInt(digits), 'CNY');
}
