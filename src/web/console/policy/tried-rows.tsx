import { Button } from 'antd';
import { useState } from 'react';
import type { Verdict } from '../../../domain/policy/explain.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag, type Tone } from '../parts/tag.tsx';
import type { Content } from './content.ts';
import { Reads } from './reads.tsx';
import { keysOf } from './row-edits.ts';
import type { Tried } from './trying.ts';
import { useSide } from './use-rule-words.ts';

const tones: Record<Verdict, Tone> = { decided: 'green', hit: 'blue', missed: 'grey', unknown: 'amber' };

type Props = { tried: Tried; content: Content; onRow: (key: string) => void };

/** Each row of the draft with what it made of the case and the facts it read. */
export function TriedRows({ tried, content, onRow }: Props) {
  const t = useTexts('draft');
  const side = useSide();
  const [shown, setShown] = useState(false);
  const keys = keysOf(content.rows);
  return (
    <section className="tried-rows">
      <Button type="link" size="small" className="flush" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {t(shown ? 'try.hideRows' : 'try.showRows')}
      </Button>
      {shown ? (
        <ol>
          {tried.rows.map((explained, i) =>
            explained ? (
              <li key={keys[i]} className={explained.verdict}>
                <button type="button" className="as-link" onClick={() => onRow(keys[i] ?? explained.row.id)}>
                  {i + 1} {explained.row.label[side] || t('row.unnamed')}
                </button>
                <Tag tone={tones[explained.verdict]}>{t(`try.verdict.${explained.verdict}`)}</Tag>
                <Reads reads={explained.reads} />
              </li>
            ) : null,
          )}
        </ol>
      ) : null}
    </section>
  );
}
