import type { ParcelStatus, ScanStatus } from '../../../domain/parcels/statuses.ts';
import { codesFrom, meaningOf } from '../code-table.ts';

/** The fine codes, sent per scan where `resultv2=4` was asked for. */
export const fineCodes = codesFrom<ParcelStatus>(
  { source: 'apifox.com/apidoc/project-514987/api-8562559 (a copy of the vendor’s list)', verified: false },
  [
    ['101', 'ordered', '已下单'],
    ['102', 'ordered', '待揽收'],
    ['103', 'picked_up', '已揽收'],
    ['1001', 'in_transit', '到达派件城市'],
    ['1002', 'in_transit', '干线'],
    ['1003', 'in_transit', '转递'],
    ['501', 'at_pickup_point', '投柜或驿站'],
    ['301', 'delivered', '本人签收'],
    ['302', 'delivered', '派件异常后签收'],
    ['303', 'delivered', '代签'],
    ['304', 'delivered', '投柜或驿站签收'],
    ['401', 'cancelled', '已销单'],
    ['14', 'refused', '拒签'],
    ['201', 'problem', '超时未签收'],
    // Perhaps lost, but no courier code says so.
    ['202', 'problem', '超时未更新'],
    ['203', 'refused', '拒收'],
    ['204', 'problem', '派件异常'],
    ['205', 'problem', '柜或驿站超时未取'],
    ['206', 'problem', '无法联系'],
    ['207', 'problem', '超区'],
    ['208', 'problem', '滞留'],
    ['209', 'damaged', '破损'],
    ['210', 'cancelled', '销单'],
  ],
);

/** The coarse codes: the state of the whole parcel, and of single scans where the fine code is not known. */
export const coarseCodes = codesFrom<ParcelStatus>(
  { source: 'api.kuaidi100.com/document/5f0ffa8f2977d50a94e1023c', verified: true },
  [
    ['0', 'in_transit', '在途'],
    ['1', 'picked_up', '揽收'],
    ['2', 'problem', '疑难'],
    ['3', 'delivered', '签收'],
    ['4', 'return_delivered', '退签'],
    ['5', 'out_for_delivery', '派件'],
    ['6', 'returning', '退回'],
    ['7', 'in_transit', '转投'],
    ['8', 'in_transit', '清关'],
    ['10', 'in_transit', '待清关'],
    ['11', 'in_transit', '清关中'],
    ['12', 'in_transit', '已清关'],
    ['13', 'problem', '清关异常'],
    ['14', 'refused', '拒签'],
  ],
);

/** The names that stand beside the coarse codes: all that a scan has without `resultv2`. */
const byName: ReadonlyMap<string, ParcelStatus> = new Map(
  Object.values(coarseCodes).map(({ text, means }) => [text, means]),
);

/**
 * The status of one scan: its own code before its name, both before the state of the parcel, which is given for the newest
 * scan only. Where none of them is known, nothing is claimed.
 */
export function statusOf(scan: { code: string; name: string; parcelState: string }): ScanStatus {
  return (
    meaningOf(fineCodes, scan.code) ??
    meaningOf(coarseCodes, scan.code) ??
    byName.get(scan.name) ??
    meaningOf(coarseCodes, scan.parcelState) ??
    'unrecognised'
  );
}
