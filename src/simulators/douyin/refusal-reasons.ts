import type { Status } from './shapes.ts';
import type { WireValue } from './wire-json.ts';

export type RefusalReason = { reject_reason_code: number; reason: string; evidence_need: 'Y' | 'N'; from: Status[] };

/** The words are those of the platform's older interface; the codes and which need a picture are made up. */
export const refusalReasons: readonly RefusalReason[] = [
  { reject_reason_code: 3, reason: '商品影响二次销售或超过售后期', evidence_need: 'Y', from: [6, 11] },
  { reject_reason_code: 1, reason: '未收到退货', evidence_need: 'N', from: [11] },
  { reject_reason_code: 2, reason: '退回商品与原商品不符', evidence_need: 'Y', from: [11] },
  { reject_reason_code: 4, reason: '买家误操作', evidence_need: 'N', from: [6] },
  { reject_reason_code: 5, reason: '已协商补偿', evidence_need: 'N', from: [6, 11] },
  { reject_reason_code: 6, reason: '已协商补发或换货', evidence_need: 'N', from: [6, 11] },
];

export const isReasonFor = (status: Status, code: WireValue | undefined): RefusalReason | undefined =>
  refusalReasons.find(({ reject_reason_code, from }) => reject_reason_code === code && from.includes(status));
