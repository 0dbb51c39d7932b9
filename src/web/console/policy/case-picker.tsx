import { Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { listPolicyCases } from '../../../contract/policy.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useDebounced } from '../parts/use-debounced.ts';
import { useProblemText } from '../parts/use-refusal.ts';
import type { PolicyCase, Trying } from './use-trying.ts';

const SHOWN = 20;

/** Chooses a recent return by its number, its order's number, or from the latest. */
export function CasePicker({ trying }: { trying: Trying }) {
  const t = useTexts('draft');
  const words = useWords();
  const problem = useProblemText();
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim());
  const answer = useRead(listPolicyCases, { query: { limit: SHOWN, ...(q ? { q } : {}) } }, { keep: true });
  const { source } = trying;
  const chosen = source?.kind === 'case' ? source.one : null;
  const cases = answer.data?.rows ?? [];
  // A list that does not answer what is typed would give Enter the wrong return, and move under a click.
  const isSettled = typed.trim() === q && !answer.isPlaceholderData;
  const all = chosen && !cases.some(({ rmaId }) => rmaId === chosen.rmaId) ? [chosen, ...cases] : cases;
  const textOf = (one: PolicyCase): string =>
    [one.number, words('resolution', one.resolution), words('reason', one.reason), formatMoney(one.amount)].join(' · ');
  return (
    <div className="case-picker">
      <Select<string>
        showSearch={{ filterOption: false, onSearch: setTyped }}
        aria-label={t('try.pick')}
        placeholder={t('try.pickHint')}
        value={chosen?.rmaId ?? null}
        loading={answer.isFetching}
        options={isSettled ? all.map((one) => ({ value: one.rmaId, label: textOf(one) })) : []}
        popupMatchSelectWidth={360}
        notFoundContent={
          answer.error ? (
            <span className="red">{problem(answer.error)}</span>
          ) : !isSettled ? (
            <span>{t('try.searching')}</span>
          ) : (
            <span>
              {t('try.noCases')} {t('try.noCasesHint')}
            </span>
          )
        }
        onChange={(id) => {
          const one = all.find(({ rmaId }) => rmaId === id);
          if (one) trying.take(one.facts, { kind: 'case', one });
        }}
      />
      {chosen ? <Link to={`/rmas/${chosen.rmaId}`}>{chosen.number}</Link> : null}
      {source?.kind === 'law' ? <span className="faint">{t('try.lawCase')}</span> : null}
    </div>
  );
}
