import type { ReactNode } from 'react';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import type { Row } from './content.ts';
import { outcomeTones, useEffectTexts, useOutcomeText, useSentence, useSide } from './use-rule-words.ts';

type Props = {
  rows: readonly Row[];
  /** By rule id, where they are counted. */
  hits?: Readonly<Record<string, number>>;
  onHits?: (row: Row) => void;
};

/** Rules as sentences, in the order they are asked. */
export function RuleTable({ rows, hits, onHits }: Props) {
  const t = useTexts('policy');
  const most = Math.max(1, ...Object.values(hits ?? {}));
  return (
    <Panel>
      <table className="rule-table">
        <thead>
          <tr>
            <th scope="col">{t('order')}</th>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('outcomeIs')}</th>
            <th scope="col">{t('basis')}</th>
            {hits ? (
              <th scope="col" className="right">
                {t('hits')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <Sentence key={row.id} row={row} n={i + 1}>
              {hits ? <Hits count={hits[row.id] ?? 0} most={most} onOpen={onHits ? () => onHits(row) : null} /> : null}
            </Sentence>
          ))}
          <tr className="faint">
            <td />
            <td>{t('otherwise')}</td>
            <td>
              <Tag tone="amber">{t('outcome.escalate1')}</Tag>
            </td>
            <td />
            {hits ? <td /> : null}
          </tr>
        </tbody>
      </table>
    </Panel>
  );
}

function Sentence({ row, n, children }: { row: Row; n: number; children: ReactNode }) {
  const sentence = useSentence();
  const outcomeText = useOutcomeText();
  const effectTexts = useEffectTexts();
  const side = useSide();
  return (
    <tr>
      <td className="number faint">{n}</td>
      <td>
        <strong>{row.label[side]}</strong>
        <div className="faint" title={row.condition}>
          {sentence(row.condition)}
        </div>
      </td>
      <td>
        <Tag tone={outcomeTones[row.outcome.kind]}>{outcomeText(row.outcome)}</Tag>
        {effectTexts(row).map((text) => (
          <div key={text} className="faint">
            {text}
          </div>
        ))}
      </td>
      <td className="faint">{row.basis}</td>
      {children}
    </tr>
  );
}

function Hits({ count, most, onOpen }: { count: number; most: number; onOpen: (() => void) | null }) {
  const t = useTexts('policy');
  return (
    <td className="right hits">
      {onOpen && count > 0 ? (
        <button type="button" className="number as-link" title={t('hitCases')} onClick={onOpen}>
          {formatCount(count)}
        </button>
      ) : (
        <span className="number">{formatCount(count)}</span>
      )}
      <span className="hits-bar" aria-hidden>
        <span style={{ inlineSize: `${(count / most) * 100}%` }} />
      </span>
    </td>
  );
}
