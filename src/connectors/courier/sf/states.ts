import type { PickupState } from '../../../domain/parcels/pickups.ts';
import type { ParcelStatus, ScanStatus } from '../../../domain/parcels/statuses.ts';
import { codesFrom, meaningOf } from '../code-table.ts';

/** SF publishes no list of its operation codes; these were seen in routes that public code has kept. */
export const opCodes = {
  ...codesFrom<ParcelStatus>({ source: 'pushes of SF’s sandbox in a public log', verified: false }, [
    ['50', 'picked_up', '顺丰速运 已收取快件'],
    ['30', 'in_transit', '快件在【…】完成分拣，准备发往下一站'],
    ['31', 'in_transit', '快件到达【…】'],
    ['44', 'out_for_delivery', '正在分配快递员 / 派送中'],
    ['80', 'delivered', '您的快件已签收'],
  ]),
  ...codesFrom<ParcelStatus>({ source: 'routes in public code', verified: false }, [
    ['54', 'picked_up', '已收件'],
    ['36', 'in_transit', '运输中'],
    ['105', 'in_transit', '运输中'],
    ['106', 'in_transit', '运输中'],
    ['407', 'in_transit', '运输中'],
    ['501', 'in_transit', '运输中'],
    ['607', 'in_transit', '运输中'],
    ['3036', 'in_transit', '运输中'],
    ['123', 'in_transit', '转往合作点'],
    ['130', 'in_transit', '到达合作点'],
    ['204', 'out_for_delivery', '派件出仓'],
    ['33', 'problem', '派件失败，将再次派送'],
    ['70', 'problem', '派件不成功'],
    ['8000', 'delivered', '已签收'],
    ['99', 'returning', '转寄 / 退回'],
    ['631', 'returning', '退回'],
    ['648', 'returning', '快件已退回 / 转寄'],
  ]),
};

/** Codes that mean two things, told apart by a word of the sentence beside them. */
const byWord: readonly { codes: readonly string[]; word: RegExp; means: ParcelStatus }[] = [
  { codes: ['70', '33'], word: /拒收|拒签/, means: 'refused' },
  { codes: ['123', '130'], word: /待取|等待.*取|代收|自取/, means: 'at_pickup_point' },
  { codes: ['70', '33'], word: /破损/, means: 'damaged' },
];

export function statusOf({ opCode, remark }: { opCode: string; remark: string }): ScanStatus {
  const known = meaningOf(opCodes, opCode);
  if (!known) return 'unrecognised';
  return byWord.find(({ codes, word }) => codes.includes(opCode) && word.test(remark))?.means ?? known;
}

/** How a visit stands. A courier who did not come today comes tomorrow: only what ends the order is a failure. */
export const orderCodes = {
  ...codesFrom<PickupState>({ source: 'pushes of SF’s sandbox in a public log', verified: false }, [
    ['04-40037', 'booked', '下单已接收'],
    ['04-40001', 'courier_assigned', '调度成功/收派员信息'],
    ['05-40003', 'picked_up', '已正常收件状态'],
  ]),
  ...codesFrom<PickupState>({ source: 'two public programs that receive these pushes', verified: false }, [
    ['40001', 'courier_assigned', '调度成功，收派员信息'],
    ['04', 'booked', '调度失败/等待'],
    ['04-40002-40004', 'booked', '暂未联系上客户'],
    ['04-40002-40005', 'booked', '经客户同意，更改收派时间'],
    ['04-40002-40016', 'booked', '下错单需转单'],
    ['04-40002-40027', 'booked', '天气原因，延误收派件'],
    ['04-40002-40028', 'booked', '交通原因，延误收派件'],
    ['04-40002-40035', 'booked', '工作量过大，延误收派件'],
    ['04-40002-40036', 'booked', '重货需转单'],
    ['04-40002-40021', 'failed', '电话号码异常'],
    ['04-40002-40022', 'failed', '无法进入客户处，且客户不愿出来'],
    ['04-40002-40031', 'failed', '不符合收件要求，无法揽收'],
    ['04-40002-40014', 'cancelled', '客户取消寄件'],
    ['04-40002-40015', 'cancelled', '客户重复下单'],
    ['00-40045-1000', 'cancelled', '调度取消订单'],
    ['00-2000', 'cancelled', '客户已取消订单'],
    ['00', 'cancelled', '客户取消'],
  ]),
};
