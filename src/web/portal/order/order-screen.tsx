import { parseInstant, plusMs } from '../../../domain/time.ts';
import { now, useNow } from '../../ui/clock.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { chosenUnits } from '../request/draft.ts';
import { useDraft } from '../request/use-draft.ts';
import { go, hashOf } from '../route.ts';
import { useVisit } from '../session.ts';
import type { MyOrder } from '../shapes.ts';
import { useWords } from '../words/words.tsx';
import { LineFacts } from './line-facts.tsx';

/** The order: what can go back, until when, and the returns so far. */
export function OrderScreen() {
  const { words } = useWords();
  const { order, reloadOrder } = useVisit();
  return (
    <Screen title={words.order.title}>
      {order.state === 'loading' ? <Skeleton rows={4} /> : null}
      {order.state === 'failed' ? <ProblemNotice problem={order.problem} retry={reloadOrder} /> : null}
      {order.state === 'ready' ? <Order order={order.value} /> : null}
    </Screen>
  );
}

function Order({ order }: { order: MyOrder }) {
  const { words, formats } = useWords();
  const canStart = order.lines.some((line) => line.returnable > 0) && order.reasons.length > 0;
  const when = (at: string) => formats.when(at, now());
  return (
    <>
      <dl className="facts">
        <Fact name={words.find.orderNumber} value={order.orderNumber} />
        <Fact name={words.order.placed} value={when(order.placedAt)} />
        <Fact
          name={words.order.delivered}
          value={order.deliveredAt ? when(order.deliveredAt) : words.order.notDelivered}
        />
        <Fact name={words.order.paid} value={formats.money(order.paid)} />
      </dl>
      <ReturnWindow order={order} />
      {order.rmas.length > 0 ? <Returns order={order} /> : null}
      <h2>{words.order.lines}</h2>
      {order.lines.length === 0 ? <p className="empty">{words.order.empty}</p> : null}
      <ul className="cards">
        {order.lines.map((line) => (
          <li key={line.id} className="card">
            <LineFacts line={line} />
          </li>
        ))}
      </ul>
      {order.rmas.length === 0 ? <p className="empty">{words.order.noReturns}</p> : null}
      {canStart ? <Start orderNumber={order.orderNumber} /> : null}
      {!canStart && order.lines.length > 0 ? <p className="empty">{words.order.noneLeft}</p> : null}
    </>
  );
}

/** The time left first, then the last day: the window closes at midnight, which as a date reads like a day more. */
function ReturnWindow({ order }: { order: MyOrder }) {
  const { words, formats } = useWords();
  const time = useNow();
  const closesAt = order.windowClosesAt && parseInstant(order.windowClosesAt);
  if (!closesAt) return <p className="window">{words.order.windowWaiting}</p>;
  const lastDay = formats.day(formats.dayOf(plusMs(closesAt, -1)), time);
  if (time >= closesAt) return <p className="window">{words.order.windowClosed(lastDay)}</p>;
  return (
    <p className="window">
      <strong>{words.order.windowLeft(formats.left(closesAt, time))}</strong>
      {words.order.windowOpen(lastDay)}
    </p>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Start({ orderNumber }: { orderNumber: string }) {
  const { words } = useWords();
  const { draft, startOver } = useDraft(orderNumber);
  const begin = () => go({ at: 'request', step: 'lines' });
  const isBegun = chosenUnits(draft) > 0;
  return (
    <div className="actions actions-sticky">
      <button type="button" className="button primary" onClick={begin}>
        {isBegun ? words.order.resume : words.order.start}
      </button>
      {isBegun ? (
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            startOver();
            begin();
          }}
        >
          {words.order.startOver}
        </button>
      ) : null}
    </div>
  );
}

function Returns({ order }: { order: MyOrder }) {
  const { words, formats } = useWords();
  const stages: Record<string, string> = words.stages;
  return (
    <>
      <h2>{words.order.returns}</h2>
      <ul className="cards">
        {order.rmas.map((rma) => (
          <li key={rma.id}>
            <a className="card card-link" href={hashOf({ at: 'return', rmaId: rma.id })}>
              <span className="card-main">
                <strong>{stages[rma.stage] ?? words.progress.title}</strong>
                <span className="quiet-text">{words.order.openedOn(formats.when(rma.openedAt, now()))}</span>
                <span className="quiet-text">{rma.number}</span>
              </span>
              <span className="amount">{formats.money(rma.amount)}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
