import type { ReactNode } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { LineNotes } from '../inspection/line-notes.tsx';
import { UndoLine } from '../inspection/undo-line.tsx';
import { useGradeName } from '../inspection/use-names.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';

type Line = RmaView['lines'][number];

const receptionTones: Record<Line['reception'], Tone> = {
  not_expected: 'grey',
  awaiting: 'blue',
  in_transit: 'blue',
  received: 'green',
  missing: 'red',
};
const gradeTones: Record<NonNullable<Line['grade']>, Tone> = { new: 'green', minor_flaw: 'amber', damaged: 'red' };
const settlementTones: Record<Line['settlement'], Tone> = {
  not_due: 'grey',
  due: 'amber',
  pending: 'blue',
  settled: 'green',
  failed: 'red',
};

/** Each line with its answer to each question: where the goods are, how they are, where they go, what of the money. */
export function Goods({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  const words = useWords();
  const gradeName = useGradeName();
  return (
    <Panel title={t('goods')}>
      <ul className="goods">
        {rma.lines.map((line) => (
          <li key={line.id}>
            <div className="goods-what">
              <span className="goods-title">{line.title}</span>
              <span className="number faint">{line.sku}</span>
              <strong className="goods-count">× {line.quantity}</strong>
            </div>
            <dl className="goods-answers">
              <Answer name={t('line.reception')}>
                <Tag tone={receptionTones[line.reception]}>{words('reception', line.reception)}</Tag>
              </Answer>
              <Answer name={t('line.inspection')}>
                {line.grade ? (
                  <Tag tone={gradeTones[line.grade]}>{gradeName(line.grade, line.gradeName)}</Tag>
                ) : (
                  <Tag tone={line.reception === 'received' ? 'amber' : 'grey'}>
                    {words('inspection', line.inspection)}
                  </Tag>
                )}
              </Answer>
              <Answer name={t('line.disposition')}>
                <Tag tone={dispositionTone(line)}>{words('disposition', line.disposition)}</Tag>
              </Answer>
              <Answer name={t('line.settlement')}>
                <Tag tone={settlementTones[line.settlement]}>{words('settlement', line.settlement)}</Tag>
              </Answer>
              {line.replacement === 'none' ? null : (
                <Answer name={t('line.replacement')}>
                  <Tag tone={line.replacement === 'due' ? 'amber' : 'green'}>
                    {words('replacement', line.replacement)}
                  </Tag>
                  {line.shipment ? (
                    <div className="faint">
                      {words('courier', line.shipment.courier)} <span className="number">{line.shipment.waybill}</span>
                    </div>
                  ) : null}
                </Answer>
              )}
            </dl>
            <LineNotes line={line} />
            <UndoLine rma={rma} line={line} />
            {line.failedTests.length > 0 ? (
              <p className="amber">
                {t('failed', { tests: line.failedTests.map((test) => words('test', test)).join(' / ') })}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const dispositionTone = (line: Line): Tone => {
  if (line.disposition === 'undecided') return line.inspection === 'graded' ? 'amber' : 'grey';
  return line.disposition === 'none' ? 'grey' : 'green';
};

const Answer = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
