import { PrinterOutlined } from '@ant-design/icons';
import { lazy, Suspense, useState } from 'react';
import { findLine } from '../../../contract/receiving.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';
import type { Line } from './line-work.ts';
import { useQueuedAct } from './offline/use-queued-act.ts';
import { beep } from './sound.ts';

const LabelDialog = lazy(() => import('./label-dialog.tsx'));

type Props = { rma: RmaView; line: Line; onDone: (rma: RmaView) => void };

/** What can be done with a line beside the step in hand: what was missing turns up, and graded goods get their label. */
export function LineTools({ rma, line, onDone }: Props) {
  const t = useTexts('handheld');
  const words = useWords();
  const [labelling, setLabelling] = useState(false);
  const find = useQueuedAct(findLine, 'find_line', rma, {
    onDone: (next) => {
      beep('found');
      onDone(next);
    },
  });
  const differences = rma.differences.filter(({ lineId, outcome }) => lineId === line.id && outcome === null);
  if (differences.length === 0 && line.reception !== 'missing' && !line.grade) return null;
  return (
    <div className="line-tools">
      {differences.map(({ id, kind }) => (
        <Tag key={id} tone="red">
          {words('difference', kind)}
        </Tag>
      ))}
      {line.reception === 'missing' && rma.review === 'approved' ? (
        <button
          type="button"
          className="big quiet"
          disabled={find.isPending}
          onClick={() => find.mutate({ params: { rmaId: rma.id, lineId: line.id }, body: { quantity: line.quantity } })}
        >
          {t('found', { count: line.quantity })}
        </button>
      ) : null}
      {line.grade ? (
        <button type="button" className="big quiet" onClick={() => setLabelling(true)}>
          <PrinterOutlined aria-hidden /> {t('label')}
        </button>
      ) : null}
      {labelling ? (
        <Suspense fallback={null}>
          <LabelDialog rma={rma} line={line} onClose={() => setLabelling(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
