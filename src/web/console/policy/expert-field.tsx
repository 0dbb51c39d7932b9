import { type ChangeEvent, type KeyboardEvent, type RefObject, useId, useMemo, useRef, useState } from 'react';
import { checkCondition } from '../../../domain/policy/conditions.ts';
import { entryOf, type FactName } from '../../../domain/policy/fact-catalogue.ts';
import { useTexts } from '../locales/texts.ts';
import { conditionProblem } from './condition-problem.ts';
import { completed, factsLike, wordAt } from './suggestions.ts';
import { useSide } from './use-rule-words.ts';

type Props = { condition: string; readOnly: boolean; onChange: (condition: string) => void };

/** A condition as it is written, with the mistake underlined where it stands, and names of facts as one types. */
export function ExpertField({ condition, readOnly, onChange }: Props) {
  const t = useTexts('draft');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const suggesting = useSuggesting(condition, onChange, field);
  const checked = useMemo(() => checkCondition(condition), [condition]);
  const wrong = checked.ok ? null : checked.rejection;
  const { options, chosen, choose, accept } = suggesting;
  return (
    <div className="expert">
      <div className="expert-box">
        <Underlined text={condition} from={wrong?.position.start ?? -1} to={wrong?.position.end ?? -1} />
        <textarea
          ref={field}
          className="expert-text"
          value={condition}
          readOnly={readOnly}
          rows={1}
          spellCheck={false}
          autoCapitalize="off"
          role="combobox"
          aria-label={t('expertHint')}
          aria-invalid={wrong !== null}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          aria-expanded={options.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={options.length > 0 ? `${id}-${chosen}` : undefined}
          onChange={suggesting.onType}
          onKeyDown={suggesting.onKeyDown}
          onBlur={suggesting.close}
        />
      </div>
      {options.length > 0 ? (
        <div className="expert-list" id={`${id}-list`} role="listbox">
          {options.map((fact, i) => (
            <Suggested
              key={fact}
              id={`${id}-${i}`}
              fact={fact}
              chosen={i === chosen}
              onHover={() => choose(i)}
              onPick={() => accept(fact)}
            />
          ))}
        </div>
      ) : null}
      {wrong ? (
        <p className="red expert-wrong" id={`${id}-wrong`} title={wrong.message}>
          <Said
            condition={condition}
            message={wrong.message}
            line={wrong.position.line}
            column={wrong.position.column}
          />
        </p>
      ) : null}
    </div>
  );
}

function Said({
  condition,
  message,
  line,
  column,
}: {
  condition: string;
  message: string;
  line: number;
  column: number;
}) {
  const t = useTexts('draft');
  const problem = conditionProblem(condition, message);
  const said = t(`error.condition.${problem.kind}`, { name: 'name' in problem ? problem.name : '' });
  return problem.kind === 'empty' ? said : `${said} · ${t('error.at', { line, column })}`;
}

/** The same text behind the field, transparent but for the line under the mistake. At the end of the text: one place more. */
function Underlined({ text, from, to }: { text: string; from: number; to: number }) {
  const end = Math.max(to, from + 1);
  return (
    <div className="expert-under" aria-hidden>
      {from < 0 ? (
        text
      ) : (
        <>
          {text.slice(0, from)}
          <mark>{text.slice(from, end) || ' '}</mark>
          {text.slice(end)}
        </>
      )}
      {'\n'}
    </div>
  );
}

type SuggestedProps = { id: string; fact: FactName; chosen: boolean; onHover: () => void; onPick: () => void };

function Suggested({ id, fact, chosen, onHover, onPick }: SuggestedProps) {
  const side = useSide();
  const { name, meaning } = entryOf(fact);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen one
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className={chosen ? 'chosen' : ''}
      onMouseEnter={onHover}
      // Before the field loses the focus and closes the list.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      <code>{fact}</code> {name[side]} <small className="faint">{meaning[side]}</small>
    </div>
  );
}

function useSuggesting(
  condition: string,
  onChange: (condition: string) => void,
  field: RefObject<HTMLTextAreaElement | null>,
) {
  const [options, setOptions] = useState<readonly FactName[]>([]);
  const [chosen, setChosen] = useState(0);
  const close = () => setOptions([]);
  const accept = (fact: FactName) => {
    const next = completed(condition, field.current?.selectionStart ?? condition.length, fact);
    onChange(next.text);
    close();
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  const onType = ({ target }: ChangeEvent<HTMLTextAreaElement>) => {
    onChange(target.value);
    const word = wordAt(target.value, target.selectionStart)?.word ?? '';
    setOptions(word.length > 0 ? factsLike(word) : []);
    setChosen(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = options.length - 1;
    if (last < 0 || event.altKey) return;
    const fact = options[chosen];
    if (event.key === 'ArrowDown') setChosen(chosen === last ? 0 : chosen + 1);
    else if (event.key === 'ArrowUp') setChosen(chosen === 0 ? last : chosen - 1);
    else if (event.key === 'Escape') close();
    else if ((event.key === 'Enter' || event.key === 'Tab') && fact) accept(fact);
    else return;
    event.preventDefault();
  };
  return { options, chosen, choose: setChosen, accept, close, onType, onKeyDown };
}
