import { useWords } from '../words/words.tsx';
import type { KnownStep } from './preview-steps.ts';
import { within } from './within.ts';

/** What happens in which order, and how long each part takes at most. */
export function StepsAhead({ steps }: { steps: readonly KnownStep[] }) {
  const { words, language } = useWords();
  return (
    <>
      <h2>{words.preview.steps}</h2>
      <ol className="track">
        {steps.map(({ code, withinHours }) => (
          <li key={code} className="station station-ahead">
            <div className="station-head">
              <strong>{words.previewSteps[code].title}</strong>
              <span className="quiet-text">{within(withinHours, language)}</span>
            </div>
            {words.previewSteps[code].detail ? (
              <span className="quiet-text">{words.previewSteps[code].detail}</span>
            ) : null}
          </li>
        ))}
      </ol>
    </>
  );
}
