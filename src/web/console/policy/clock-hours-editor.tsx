import { InputNumber } from 'antd';
import { ownClocks } from '../../../domain/policy/deadlines.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import type { Content } from './content.ts';
import { withHours } from './entry-edits.ts';
import { Fold, wrongAt, wrongIn } from './entry-list.tsx';
import { useProblemTexts } from './use-problem-texts.ts';
import type { Wrong } from './verdict.ts';

type Props = {
  content: Content;
  errors: readonly Wrong[];
  onChange: (clockHours: Content['clockHours'], tag?: string) => void;
};

/** Hours for what neither law nor platform sets a time. */
export function ClockHoursEditor({ content: { clockHours }, errors, onChange }: Props) {
  const t = useTexts('draft');
  const policy = useTexts('policy');
  const words = useWords();
  const text = useProblemTexts();
  const wrong = wrongAt(errors, 'clockHours');
  const running = ownClocks.filter((clock) => clockHours?.[clock] !== undefined);
  return (
    <Fold
      field="clockHours"
      title={policy('clockHours')}
      gist={running.map((clock) => words('clock', clock)).join(' · ') || policy('clockHoursNone')}
      note={t('entry.clockHoursNote')}
      wrong={wrongIn(errors, 'clockHours').length > 0}
    >
      <div className="terms-form">
        {ownClocks.map((clock) => {
          const error = wrong(clock);
          return (
            <div key={clock} className={`field${error ? ' wrong' : ''}`} data-term={`clockHours/${clock}`}>
              <span>{words('clock', clock)}</span>
              <InputNumber
                aria-label={words('clock', clock)}
                precision={0}
                status={error ? 'error' : ''}
                suffix={t('unit.hours')}
                placeholder={t('entry.noHours')}
                value={clockHours?.[clock] ?? null}
                onChange={(count) => onChange(withHours(clockHours, clock, count), clock)}
              />
              {error ? <small className="red">{text.error(error)}</small> : null}
            </div>
          );
        })}
      </div>
    </Fold>
  );
}
