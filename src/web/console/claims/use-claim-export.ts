import type { ClaimRow } from '../../../contract/claims.ts';
import { formatDecimal } from '../../../domain/money.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useCellTime, useCsvExport } from '../parts/use-csv-export.ts';
import { moneyOf } from './possible.ts';
import { usePartyName } from './use-party-name.ts';

type Page = { rows: readonly ClaimRow[]; next: string | null };

/** Saves the whole filtered list, as one sends it to a courier's clerk. */
export function useClaimExport(page: (limit: number, after?: string) => Promise<Page>) {
  const t = useTexts('claims');
  const words = useWords();
  const partyName = usePartyName();
  const clock = useCellTime();
  return useCsvExport<ClaimRow>({
    name: t('title'),
    head: [
      t('col.rma'),
      t('col.order'),
      t('col.shop'),
      t('col.against'),
      t('col.cause'),
      t('col.waybill'),
      t('col.reference'),
      t('col.state'),
      t('col.amount'),
      t('col.accepted'),
      t('col.paid'),
      t('col.filed'),
      t('col.due'),
    ],
    cells: (row) => [
      row.rmaNumber,
      row.orderExternalId,
      row.shopName,
      partyName(row),
      words('claimCause', row.cause),
      row.waybill ?? '',
      row.reference,
      words('claimState', row.state),
      formatDecimal(moneyOf(row.amount)),
      formatDecimal(moneyOf(row.accepted)),
      formatDecimal(moneyOf(row.paid)),
      clock(row.filedAt),
      clock(row.answerDue),
    ],
    page,
    saidAfter: (count) => t('exported', { count }),
  });
}
