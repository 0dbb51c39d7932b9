import { Modal } from 'antd';
import type { RmaView } from '../../../contract/returns.ts';
import { useWords } from '../locales/texts.ts';
import { DisposeStep } from '../receiving/dispose-step.tsx';
import { InspectStep } from '../receiving/inspect-step.tsx';
import { waitsForDisposition, waitsForInspection } from '../receiving/line-work.ts';

type Props = { rma: RmaView; work: 'inspect_line' | 'dispose_line'; onClose: () => void };

/** Inspects or puts away the lines that wait for it, one after the other, with the forms of the receiving desk. */
export function LineWorkDialog({ rma, work, onClose }: Props) {
  const words = useWords();
  const waits = work === 'inspect_line' ? waitsForInspection : waitsForDisposition;
  const line = rma.lines.find(waits);
  if (!line) return null;
  const onDone = (next: RmaView) => {
    if (!next.lines.some(waits)) onClose();
  };
  const step = { rma, line, onDone };
  return (
    <Modal open onCancel={onClose} footer={null} width={680} title={`${words('verb', work)} · ${rma.number}`}>
      {work === 'inspect_line' ? <InspectStep key={line.id} {...step} /> : <DisposeStep key={line.id} {...step} />}
    </Modal>
  );
}
