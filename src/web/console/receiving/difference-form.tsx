import { Input } from 'antd';
import { useState } from 'react';
import { reportDifference } from '../../../contract/receiving.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { markMissing } from '../../../contract/warehouse.ts';
import { type DifferenceKind, differenceKinds, missingCauses } from '../../../domain/returns/difference.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import type { Line } from './line-work.ts';
import { useQueuedAct } from './offline/use-queued-act.ts';
import { ScanTaker } from './scan-taker.tsx';
import { beep } from './sound.ts';
import { Stepper } from './stepper.tsx';

type Props = { rma: RmaView; line: Line; onDone: (rma: RmaView) => void; onCancel: () => void };

const needsPhoto: ReadonlySet<DifferenceKind> = new Set<DifferenceKind>(['empty_box', 'wrong_article']);
const MOST_EXTRA = 99;

/** Less, more or other goods than were agreed: what it is, how many, and what proves it. */
export function DifferenceForm({ rma, line, onDone, onCancel }: Props) {
  const t = useTexts('handheld');
  const words = useWords();
  const [kind, setKind] = useState<DifferenceKind | null>(null);
  const [quantity, setQuantity] = useState(line.quantity);
  const [sku, setSku] = useState('');
  const [photos, setPhotos] = useState<FileId[]>([]);
  const done = (next: RmaView) => {
    beep('flaw');
    onDone(next);
    onCancel();
  };
  const missing = useQueuedAct(markMissing, 'mark_missing', rma, { onDone: done });
  const report = useQueuedAct(reportDifference, 'report_difference', rma, { onDone: done });
  const cause = missingCauses.find((each) => each === kind);
  const surplus = kind === 'extra' || kind === 'wrong_article' ? kind : null;
  const lacksPhoto = kind !== null && needsPhoto.has(kind) && photos.length === 0;
  const busy = missing.isPending || report.isPending;
  const send = () => {
    if (lacksPhoto || busy) return beep('error');
    if (cause) return missing.mutate({ params: { rmaId: rma.id, lineId: line.id }, body: { quantity, cause, photos } });
    if (!surplus) return undefined;
    const article = sku.trim() ? { sku: sku.trim() } : {};
    return report.mutate({
      params: { rmaId: rma.id },
      body: { kind: surplus, lineId: line.id, quantity, photos, ...article },
    });
  };
  const choose = (chosen: DifferenceKind) => {
    setKind(chosen);
    setQuantity(chosen === 'extra' ? 1 : line.quantity);
  };
  if (kind === null) return <Kinds onChoose={choose} onCancel={onCancel} />;
  return (
    <ScanTaker onScan={(scanned) => (surplus ? setSku(scanned) : beep('error'))}>
      <h2>{words('difference', kind)}</h2>
      <p className="faint">{t(surplus ? 'apart' : 'shortHint')}</p>
      {surplus ? (
        <div className="differs-sku">
          <span>{t('whatCame')}</span>
          <Input
            size="large"
            maxLength={64}
            aria-label={t('whatCame')}
            value={sku}
            onChange={(event) => setSku(event.target.value)}
          />
          <span className="faint">{t('whatCameHint')}</span>
        </div>
      ) : null}
      <Stepper
        label={t('differsCount')}
        value={quantity}
        max={kind === 'extra' ? MOST_EXTRA : line.quantity}
        onChange={setQuantity}
      />
      <PhotoPicker files={photos} onChange={setPhotos} label={t('differsPhotos')} />
      {lacksPhoto ? <p className="amber">{t('differsPhotoNeeded')}</p> : null}
      <div className="big-buttons">
        <button type="button" className="big primary" disabled={busy || lacksPhoto} onClick={send}>
          {t('differsSend')}
        </button>
        <button type="button" className="big quiet" onClick={() => setKind(null)}>
          {t('back')}
        </button>
      </div>
    </ScanTaker>
  );
}

function Kinds({ onChoose, onCancel }: { onChoose: (kind: DifferenceKind) => void; onCancel: () => void }) {
  const t = useTexts('handheld');
  const words = useWords();
  return (
    <>
      <h2>{t('differsAsk')}</h2>
      <div className="big-buttons">
        {differenceKinds.map((each) => (
          <button key={each} type="button" className="big" onClick={() => onChoose(each)}>
            {words('difference', each)}
          </button>
        ))}
        <button type="button" className="big quiet" onClick={onCancel}>
          {t('back')}
        </button>
      </div>
    </>
  );
}
