import { LineFacts } from '../order/line-facts.tsx';
import type { MyOrderLine } from '../shapes.ts';
import { useWords } from '../words/words.tsx';
import { chosenUnits, stepsOf } from './draft.ts';
import { NextButton, StepFrame } from './step-frame.tsx';
import type { StepProps } from './step-props.ts';

export function LinesStep({ order, draft, change }: StepProps) {
  const { words } = useWords();
  const units = chosenUnits(draft);
  const returnable = order.lines.reduce((sum, line) => sum + line.returnable, 0);
  const set = (line: MyOrderLine, quantity: number) => change({ type: 'quantity_set', lineId: line.id, quantity });
  return (
    <StepFrame
      order={order}
      draft={draft}
      step="lines"
      title={words.lines.title}
      lead={words.lines.lead}
      forward={
        <NextButton step="lines" steps={stepsOf(draft, order)} missing={units > 0 ? null : words.lines.chooseFirst} />
      }
    >
      <ul className="cards">
        {order.lines.map((line) => (
          <li key={line.id} className={line.returnable > 0 ? 'card' : 'card card-off'}>
            <LineFacts line={line} />
            {line.returnable > 0 ? (
              <Stepper line={line} quantity={draft.quantities[line.id] ?? 0} set={(quantity) => set(line, quantity)} />
            ) : null}
          </li>
        ))}
      </ul>
      <div className="row">
        <span role="status">{words.lines.chosen(units)}</span>
        {units < returnable ? (
          <button
            type="button"
            className="link"
            onClick={() => {
              for (const line of order.lines) set(line, line.returnable);
            }}
          >
            {words.lines.all}
          </button>
        ) : null}
      </div>
    </StepFrame>
  );
}

function Stepper(props: { line: MyOrderLine; quantity: number; set: (quantity: number) => void }) {
  const { line, quantity, set } = props;
  const { words } = useWords();
  return (
    <div className="stepper">
      <button
        type="button"
        aria-label={words.lines.less(line.title)}
        disabled={quantity === 0}
        onClick={() => set(quantity - 1)}
      >
        −
      </button>
      <output aria-live="polite">{quantity}</output>
      <button
        type="button"
        aria-label={words.lines.more(line.title)}
        disabled={quantity >= line.returnable}
        onClick={() => set(quantity + 1)}
      >
        +
      </button>
    </div>
  );
}
