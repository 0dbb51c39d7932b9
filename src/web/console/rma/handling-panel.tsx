import { handlingOfRma } from '../../../contract/receiving.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import { HandlingSteps } from '../receiving/handling-steps.tsx';
import { WeightNote } from '../receiving/weight-note.tsx';

/** Who accepted, opened, counted and inspected the parcels of a return. Nothing where nobody has yet. */
export function HandlingPanel({ rma }: { rma: Pick<RmaView, 'id' | 'version'> }) {
  const t = useTexts('handheld');
  const { data } = useRead(handlingOfRma, { params: { rmaId: rma.id } });
  if (!data || data.steps.length === 0) return null;
  return (
    <Panel title={t('steps')}>
      <WeightNote weight={data.weight} />
      <HandlingSteps steps={data.steps} />
    </Panel>
  );
}
