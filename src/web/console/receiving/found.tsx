import { useState } from 'react';
import { Link } from 'react-router';
import type { RmaView } from '../../../contract/returns.ts';
import type { findByWaybill } from '../../../contract/warehouse.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { stageTone, Tag, type Tone } from '../parts/tag.tsx';
import { DisposeStep } from './dispose-step.tsx';
import { DoorBar } from './door-bar.tsx';
import { InspectStep } from './inspect-step.tsx';
import { LineTools } from './line-tools.tsx';
import { type Line, nextLine, type Work, workOn } from './line-work.ts';
import { ReceiveStep } from './receive-step.tsx';

type Props = {
  answer: ReplyOf<typeof findByWaybill>;
  onChanged: (rma: RmaView) => void;
  /** Something was done to the parcel as a whole. */
  onHandled: () => void;
};

/** What the scan has found: what to expect at the left, the step in hand at the right. */
export function Found({ answer, onChanged, onHandled }: Props) {
  const { parcel, rmas } = answer;
  const t = useTexts('receiving');
  const words = useWords();
  const [picked, setPicked] = useState<string>();
  const current =
    rmas
      .flatMap((rma) => rma.lines.map((line) => ({ rma, line })))
      .find(({ line, rma }) => line.id === picked && rma.review === 'approved' && workOn(line) !== 'done') ??
    nextLine(rmas);
  return (
    <div className="found">
      <section className="found-lines" aria-label={t('expected')}>
        {parcel ? (
          <p className="found-parcel">
            {t('parcel', { courier: words('courier', parcel.courier), waybill: parcel.waybill })}
            <Tag tone="blue">{words('parcelStatus', parcel.status)}</Tag>
          </p>
        ) : null}
        {parcel ? (
          <DoorBar key={parcel.waybill} waybill={parcel.waybill} answer={answer} onChanged={onHandled} />
        ) : null}
        {rmas.map((rma) => (
          <div key={rma.id} className="found-rma">
            <p className="found-rma-head">
              <Link to={`/rmas/${rma.id}`} className="number">
                {rma.number}
              </Link>
              <span>{rma.order.buyer.nick}</span>
              <span>{words('reason', rma.reason)}</span>
              <Tag tone={stageTone(rma.stage)}>{words('stage', rma.stage)}</Tag>
            </p>
            {rma.note ? <p className="note">{rma.note}</p> : null}
            {rma.review === 'approved' ? null : (
              <p className="amber">{t('notApproved', { review: words('review', rma.review) })}</p>
            )}
            <ul>
              {rma.lines.map((line) => (
                <ExpectedLine
                  key={line.id}
                  rma={rma}
                  line={line}
                  current={line.id === current?.line.id}
                  onPick={() => setPicked(line.id)}
                  onDone={onChanged}
                />
              ))}
            </ul>
          </div>
        ))}
      </section>
      <section key={current?.line.grade} className={`found-step ${current?.line.grade ?? ''}`}>
        {current ? (
          <Step key={`${current.line.id}${workOn(current.line)}`} {...current} onDone={onChanged} />
        ) : (
          <Blank title={t('nothingToDo')} hint={t('nothingToDoHint')} />
        )}
      </section>
    </div>
  );
}

const workTones: Record<Work, Tone> = { receive: 'blue', inspect: 'amber', dispose: 'amber', done: 'green' };

type LineProps = {
  rma: RmaView;
  line: Line;
  current: boolean;
  onPick: () => void;
  onDone: (rma: RmaView) => void;
};

function ExpectedLine({ rma, line, current, onPick, onDone }: LineProps) {
  const t = useTexts('receiving');
  const words = useWords();
  const work = workOn(line);
  return (
    <li>
      <button type="button" className="expected" aria-current={current} disabled={work === 'done'} onClick={onPick}>
        <span className="expected-count">{line.quantity}</span>
        <span className="expected-what">
          <strong>{line.title}</strong>
          <span className="number faint">{line.sku}</span>
        </span>
        <Tag tone={line.reception === 'missing' ? 'red' : workTones[work]}>
          {work === 'done'
            ? words(
                line.reception === 'missing' ? 'reception' : 'disposition',
                line.reception === 'missing' ? 'missing' : line.disposition,
              )
            : t(`step.${work}`)}
        </Tag>
      </button>
      <LineTools rma={rma} line={line} onDone={onDone} />
    </li>
  );
}

function Step({ rma, line, onDone }: { rma: RmaView; line: Line; onDone: (rma: RmaView) => void }) {
  const t = useTexts('receiving');
  const words = useWords();
  const work = workOn(line);
  return (
    <>
      <header className="step-head">
        <ol className="step-track">
          {(['receive', 'inspect', 'dispose'] as const).map((each) => (
            <li key={each} aria-current={each === work ? 'step' : undefined}>
              {t(`step.${each}`)}
            </li>
          ))}
        </ol>
        <p className="step-what">
          <strong>{line.title}</strong>
          <span className="number">{line.sku}</span>
          <span className="faint">{words('goodsClass', line.goodsClass)}</span>
          {line.grade ? (
            <Tag tone={line.grade === 'new' ? 'green' : line.grade === 'damaged' ? 'red' : 'amber'}>
              {words('grade', line.grade)}
            </Tag>
          ) : null}
        </p>
      </header>
      {work === 'receive' ? <ReceiveStep rma={rma} line={line} onDone={onDone} /> : null}
      {work === 'inspect' ? <InspectStep rma={rma} line={line} onDone={onDone} /> : null}
      {work === 'dispose' ? <DisposeStep rma={rma} line={line} onDone={onDone} /> : null}
    </>
  );
}
