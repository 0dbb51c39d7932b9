import type { MerchantId, RmaId, RmaLineId } from '../../domain/ids.ts';
import type { Who } from '../../domain/people/levels.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { localDate } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { isBlind } from '../returns/line-findings.ts';
import * as rmaStore from '../returns/rma-store.ts';
import { merchantTerms } from '../warehouse/document-store.ts';

/** What stands on the label of goods that somebody has graded. Everything on it can be drawn without a Chinese font. */
export type LabelFacts = { sku: string; number: string; grade: string; quantity: number; inspectedOn: string };

/** A bar code holds these; what else an article's number may hold is left to the eye. */
export const barcodeText = ({ sku, number }: Pick<LabelFacts, 'sku' | 'number'>): string => `${sku}|${number}`;

export const inAscii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

type Refused = { code: 'rma_not_found' } | { code: 'line_not_found' } | { code: 'line_not_inspected' };

export async function labelFacts(
  tx: Tx,
  merchantId: MerchantId,
  who: Who,
  { rmaId, lineId }: { rmaId: RmaId; lineId: RmaLineId },
): Promise<Result<LabelFacts, Refused>> {
  const found = await rmaStore.read(tx, merchantId, rmaId);
  if (!found) return reject({ code: 'rma_not_found' });
  const line = found.rma.lines.find(({ id }) => id === lineId);
  if (!line) return reject({ code: 'line_not_found' });
  // Whoever is to look again does not read the first verdict off a label.
  if (!line.grade || isBlind(line, who)) return reject({ code: 'line_not_inspected' });
  const { time_zone: timeZone } = await merchantTerms(tx, merchantId);
  const inspected = found.history.findLast(({ event }) => event.type === 'line_inspected' && event.lineId === lineId);
  return ok({
    sku: line.sku,
    number: found.rma.number,
    grade: line.grade,
    quantity: line.quantity,
    inspectedOn: localDate(inspected?.at ?? found.rma.openedAt, timeZone),
  });
}
