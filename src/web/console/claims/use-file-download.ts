import type { ClaimFile } from '../../../contract/claims.ts';
import { formatDecimal } from '../../../domain/money.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { type Cell, saveCsv } from '../parts/csv.ts';
import { useCellTime } from '../parts/use-csv-export.ts';
import { useEventText } from '../rma/use-event-text.ts';
import { moneyOf } from './possible.ts';
import { usePartyName } from './use-party-name.ts';

/** The file as a table: facts, goods, scans and what happened, one under the other. */
export function useFileDownload(file: ClaimFile): () => void {
  const t = useTexts('claims');
  const words = useWords();
  const clock = useCellTime();
  const say = useEventText();
  const partyName = usePartyName();
  return () => {
    const { claim, rma, order, lines, parcel, history } = file;
    const rows: Cell[][] = [
      [t('col.rma'), rma.number],
      [t('order'), order.externalId, order.shopName],
      [t('col.against'), words('claimParty', claim.against), partyName(claim)],
      [t('col.cause'), words('claimCause', claim.cause)],
      [t('col.waybill'), claim.waybill ?? ''],
      [t('col.reference'), claim.reference],
      [t('col.state'), words('claimState', claim.state)],
      [t('col.amount'), formatDecimal(moneyOf(claim.amount)), claim.amount.currency],
      [t('col.filed'), clock(claim.filedAt)],
      [t('col.due'), clock(claim.answerDue)],
      [],
      [t('goodsCol.sku'), t('goodsCol.title'), t('goodsCol.quantity'), t('goodsCol.paid'), t('goodsCol.cost')],
      ...lines.map((line): Cell[] => [
        line.sku,
        line.title,
        line.quantity,
        formatDecimal(moneyOf(line.paid)),
        formatDecimal(moneyOf(line.cost)),
      ]),
      [],
      [t('section.parcel')],
      ...(parcel?.scans ?? []).map((scan): Cell[] => [clock(scan.at), scan.text, scan.location ?? '']),
      [],
      [t('section.story')],
      ...history.map((entry): Cell[] => [clock(entry.at), say(entry)]),
    ];
    saveCsv(`${t('claimFile')}-${rma.number}-${claim.id}.csv`, rows);
  };
}
