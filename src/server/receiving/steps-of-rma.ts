import type { HandlingStep } from '../../contract/receiving.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { blindTo, isHidden } from '../returns/line-findings.ts';
import * as rmaStore from '../returns/rma-store.ts';
import { handlingOfParcels, stepOf, weightNoteOf } from './handling.ts';

/** The whole way of a return's goods through the warehouse: the door’s record, and the return's own counting and inspecting. */
export async function handlingOfReturn(app: App, tx: Tx, merchantId: MerchantId, rmaId: RmaId, who: Who) {
  const found = await rmaStore.read(tx, merchantId, rmaId);
  if (!found) return undefined;
  const { rma, history } = found;
  const [rows, names] = await Promise.all([handlingOfParcels(tx, merchantId, rmaId), app.staffNames(merchantId)]);
  const waybills = rma.parcels.map(({ waybill }) => waybill);
  const { unseen } = blindTo(rma, who);
  const quantityOf = new Map(rma.lines.map(({ id, quantity }) => [id, quantity]));
  const own = history.flatMap(({ event, actor, at }): HandlingStep[] => {
    if (event.type !== 'line_received' && event.type !== 'line_inspected') return [];
    const isCount = event.type === 'line_received';
    const pictures = isCount ? [] : event.photos;
    const isUnseen: boolean = isHidden(event, unseen);
    return [
      {
        step: isCount ? 'counted' : 'inspected',
        waybill: null,
        at,
        actor: { kind: actor.kind, name: names.get(actor.id) ?? '' },
        units: isCount ? event.quantity : (quantityOf.get(event.lineId) ?? null),
        weightGrams: null,
        packages: null,
        // Pictures of what failed tell a verdict that whoever looks again must not know.
        photos: isUnseen ? [] : pictures,
      },
    ];
  });
  const steps = [...rows.map((row) => stepOf(row, names)), ...own].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  // Once goods were taken out, the box no longer weighs what it weighed at the door.
  return { steps, weight: own.length > 0 ? null : await weightNoteOf(tx, merchantId, waybills, rows) };
}
