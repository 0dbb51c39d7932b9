import type { PickupState } from '../../../domain/parcels/pickups.ts';
import { codesFrom } from '../code-table.ts';

/** How a visit stands. What happens to the parcel afterwards (13, 14, 101, 400) is told again by its tracking. */
export const pickupCodes = {
  ...codesFrom<PickupState>({ source: 'kuaidi100.apifox.cn/api-55506948', verified: true }, [
    ['0', 'booked', '下单成功'],
    ['1', 'courier_assigned', '已接单'],
    ['2', 'courier_assigned', '收件中'],
    ['9', 'cancelled', '用户主动取消'],
    ['10', 'picked_up', '已取件'],
    ['11', 'failed', '揽货失败'],
    ['13', 'picked_up', '已签收'],
    ['14', 'picked_up', '异常签收'],
    ['99', 'cancelled', '订单已取消'],
    ['101', 'picked_up', '运输中'],
  ]),
  ...codesFrom<PickupState>({ source: 'a public shop backend', verified: false }, [
    ['400', 'picked_up', '派送中'],
    ['610', 'failed', '下单失败'],
  ]),
};
