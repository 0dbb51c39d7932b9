import type { UnknownRow } from '../../../contract/unknown-parcels.ts';
import { toMs } from '../../../domain/time.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag, type Tone } from '../parts/tag.tsx';

const DAY_MS = 86_400_000;
const tones: Record<UnknownRow['ageing'], Tone> = { none: 'grey', fresh: 'blue', attention: 'amber', overdue: 'red' };

/** How long it has been lying here; what is settled says so instead. */
export function AgeTag({ parcel }: { parcel: Pick<UnknownRow, 'state' | 'ageing' | 'arrivedAt'> }) {
  const t = useTexts('unknownParcels');
  const now = useNow();
  if (parcel.state !== 'open') {
    return <Tag tone={parcel.state === 'bound' ? 'green' : 'grey'}>{t(`state.${parcel.state}`)}</Tag>;
  }
  const days = Math.floor((toMs(now) - Date.parse(parcel.arrivedAt)) / DAY_MS);
  return <Tag tone={tones[parcel.ageing]}>{days < 1 ? t('today') : t('here', { days })}</Tag>;
}
