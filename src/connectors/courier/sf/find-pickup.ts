import { isIntent } from '../../../domain/parcels/statuses.ts';
import type { CourierPort, PickupNews } from '../port.ts';
import type { SfConfig } from './config.ts';
import { lookUp } from './pickup.ts';
import { searchRoutes } from './routes.ts';

/** There is no order of this number. */
const NOT_FOUND: ReadonlySet<string> = new Set(['8018', '6150']);

/**
 * How a visit stands. The order's own answer tells that it was taken and its waybill; that the courier has the parcel, its
 * route tells. Whether a visit failed or was cancelled, no answer that we know of says.
 */
export async function findPickup(
  config: SfConfig & { monthlyCard: string },
  { bookingId, phoneTail }: { bookingId: string; phoneTail?: string },
): ReturnType<CourierPort['findPickup']> {
  const order = await lookUp(config, bookingId);
  if (order.kind === 'refused') {
    const { code, message } = order;
    return NOT_FOUND.has(code) ? { kind: 'nothing' } : { kind: 'rejected', code, message };
  }
  if (order.kind === 'unknown') return order;
  if (order.kind === 'rejected') return { kind: 'found', news: newsOf(bookingId, 'failed', order.code, order.message) };
  const { waybill } = order;
  const known = newsOf(bookingId, 'booked', 'EXP_RECE_SEARCH_ORDER_RESP', '');
  if (!waybill) return { kind: 'found', news: known };
  const road = await searchRoutes(config, waybill, phoneTail);
  if (road.kind === 'unknown') return road;
  const taken =
    road.kind === 'routes'
      ? road.scans.find(({ status }) => status !== 'unrecognised' && !isIntent(status))
      : undefined;
  const news = taken ? newsOf(bookingId, 'picked_up', taken.code, taken.text) : known;
  return { kind: 'found', news: { ...news, waybill } };
}

const newsOf = (bookingId: string, state: PickupNews['state'] & string, code: string, text: string): PickupNews => ({
  kind: 'pickup',
  bookingId,
  reference: bookingId,
  courier: 'shunfeng',
  state,
  code,
  text,
});
