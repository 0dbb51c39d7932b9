import type { ParcelStatus } from '../port.ts';

/** The fine codes, sent per scan where `resultv2=4` was asked for. */
const fine: Readonly<Record<string, ParcelStatus>> = {
  '101': 'ordered',
  '102': 'ordered',
  '103': 'picked_up',
  '1001': 'in_transit',
  '1002': 'in_transit',
  '1003': 'in_transit',
  '501': 'at_pickup_point',
  '301': 'delivered',
  '302': 'delivered',
  '303': 'delivered',
  '304': 'delivered',
  '401': 'cancelled',
  '14': 'refused',
  '201': 'problem',
  // Not updated for long: perhaps lost, but no courier code says so.
  '202': 'problem',
  '203': 'refused',
  '204': 'problem',
  '205': 'problem',
  '206': 'problem',
  '207': 'problem',
  '208': 'problem',
  '209': 'damaged',
  '210': 'cancelled',
};

/** The coarse codes: the state of the whole parcel, and of single scans where the fine code is not known. */
const coarse: Readonly<Record<string, ParcelStatus>> = {
  '0': 'in_transit',
  '1': 'picked_up',
  '2': 'problem',
  '3': 'delivered',
  '4': 'return_delivered',
  '5': 'out_for_delivery',
  '6': 'returning',
  '7': 'in_transit',
  '8': 'in_transit',
  '10': 'in_transit',
  '11': 'in_transit',
  '12': 'in_transit',
  '13': 'problem',
  '14': 'refused',
};

/** The names that stand beside the coarse codes: all that a scan has without `resultv2`. */
const named: Readonly<Record<string, ParcelStatus>> = {
  在途: 'in_transit',
  揽收: 'picked_up',
  疑难: 'problem',
  签收: 'delivered',
  退签: 'return_delivered',
  派件: 'out_for_delivery',
  退回: 'returning',
  转投: 'in_transit',
  清关: 'in_transit',
  拒签: 'refused',
};

/**
 * The status of one scan: its own code before its name, both before the state of the parcel. A scan that says nothing
 * known claims no more than that the parcel is on its way.
 */
export function statusOf(scan: { code: string; name: string; parcelState: string }): ParcelStatus {
  return fine[scan.code] ?? coarse[scan.code] ?? named[scan.name] ?? coarse[scan.parcelState] ?? 'in_transit';
}
