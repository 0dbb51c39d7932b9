import { Button, Input, Tag } from 'antd';
import { useState } from 'react';
import { parseLocalDate } from '../../../domain/time.ts';
import { useTexts } from '../locales/texts.ts';

type Props = { days: readonly string[]; onChange: (days: string[]) => void };

/** Statutory days off, by year; one is added by its date and taken away at its tag. */
export function HolidaysEditor({ days, onChange }: Props) {
  const t = useTexts('draft');
  const years = [...new Set(days.map((day) => day.slice(0, 4)))].toSorted();
  return (
    <details className="holidays" data-term="holidays">
      <summary>
        {t('term.holidays')}{' '}
        <span className="faint">
          {years
            .map((year) => t('term.holidaysOf', { year, count: days.filter((day) => day.startsWith(year)).length }))
            .join(' · ')}
        </span>
      </summary>
      <p className="faint">{t('term.holidaysHint')}</p>
      {years.map((year) => (
        <div key={year} className="chips">
          {days
            .filter((day) => day.startsWith(year))
            .toSorted()
            .map((day) => (
              <Tag key={day} closable onClose={() => onChange(days.filter((other) => other !== day))}>
                {day}
              </Tag>
            ))}
        </div>
      ))}
      <AddDay onAdd={(day) => onChange([...new Set([...days, day])].toSorted())} />
    </details>
  );
}

function AddDay({ onAdd }: { onAdd: (day: string) => void }) {
  const t = useTexts('draft');
  const [typed, setTyped] = useState('');
  const day = parseLocalDate(typed.trim());
  const add = () => {
    if (!day) return;
    onAdd(day);
    setTyped('');
  };
  return (
    <div className="add-day">
      <Input
        size="small"
        value={typed}
        aria-label={t('term.addHoliday')}
        placeholder="2026-10-01"
        status={typed !== '' && !day ? 'error' : ''}
        onChange={({ target }) => setTyped(target.value)}
        onPressEnter={add}
      />
      <Button size="small" disabled={!day} onClick={add}>
        {t('term.addHolidays')}
      </Button>
      {typed !== '' && !day ? <small className="red">{t('term.holidayWrong')}</small> : null}
    </div>
  );
}
