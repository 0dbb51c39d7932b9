import type { PickupState } from '../../../domain/parcels/pickups.ts';
import type { ParcelStatus } from '../../../domain/parcels/statuses.ts';
import { codesFrom } from '../code-table.ts';

/** What `StateEx` and a trace's `Action` say, and in the plain service `State`. */
export const stateCodes = {
  ...codesFrom<ParcelStatus>({ source: 'apifox.com/apidoc/docs-site/2538027/doc-2283185', verified: true }, [
    ['1', 'picked_up', '已揽收'],
    ['2', 'in_transit', '在途中'],
    ['201', 'in_transit', '到达派件城市'],
    ['202', 'out_for_delivery', '派件中'],
    ['211', 'at_pickup_point', '已放入快递柜或驿站'],
    ['3', 'delivered', '已签收'],
    ['311', 'delivered', '已取出快递柜或驿站'],
    ['4', 'problem', '问题件'],
    // Printed, and never seen: the sender still has it.
    ['401', 'ordered', '发货无信息'],
    ['402', 'problem', '超时未签收'],
    ['403', 'problem', '超时未更新'],
    ['404', 'refused', '拒收（退件）'],
    ['412', 'problem', '快递柜或驿站超时未取'],
  ]),
  ...codesFrom<ParcelStatus>({ source: 'copies of the vendor’s list in public documents', verified: false }, [
    ['0', 'ordered', '暂无轨迹'],
    ['10', 'ordered', '待揽件'],
    ['301', 'delivered', '正常签收'],
    ['302', 'delivered', '派件异常后最终签收'],
    ['304', 'delivered', '代收签收'],
    ['405', 'problem', '派件异常'],
    ['406', 'return_delivered', '退货签收'],
    ['407', 'returning', '退货未签收'],
  ]),
};

/** What a visit's push says in `State`. No public document lists them: from memory, to be checked with the vendor. */
export const pickupCodes = codesFrom<PickupState>({ source: 'recalled; no public document found', verified: false }, [
  ['99', 'failed', '下单失败'],
  ['102', 'booked', '网点已接单'],
  ['103', 'courier_assigned', '快递员已接单'],
  ['104', 'picked_up', '已取件'],
  ['203', 'cancelled', '订单已取消'],
  ['206', 'failed', '虚假揽件'],
  ['301', 'picked_up', '已揽件'],
]);
