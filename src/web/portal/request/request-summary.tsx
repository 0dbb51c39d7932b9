import { hashOf, type RequestStep } from '../route.ts';
import type { MyOrder } from '../shapes.ts';
import { useWords } from '../words/words.tsx';
import { chosenLines, type Draft } from './draft.ts';

/** The answers given, each with the way back to it. */
export function RequestSummary({ order, draft }: { order: MyOrder; draft: Draft }) {
  const { words } = useWords();
  const items = chosenLines(draft, order).map(({ orderLineId, quantity }) => {
    const title = order.lines.find((line) => line.id === orderLineId)?.title ?? '';
    return `${title} ${words.shared.times(quantity)}`;
  });
  const answers: [RequestStep, string, string][] = [
    ['lines', items.join('\n'), ''],
    [
      'reason',
      draft.reason ? words.reasons[draft.reason].title : '',
      draft.resolution ? words.resolutions[draft.resolution].title : '',
    ],
    ['photos', words.preview.photoCount(draft.photos.length), draft.note],
  ];
  return (
    <>
      <h2>{words.preview.yourRequest}</h2>
      <ul className="answers">
        {answers.map(([step, answer, more]) => (
          <li key={step}>
            <span className="answer">
              {answer}
              {more ? <span className="quiet-text">{more}</span> : null}
            </span>
            <a
              className="link"
              href={hashOf({ at: 'request', step })}
              aria-label={`${words.preview.change}: ${answer}`}
            >
              {words.preview.change}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
