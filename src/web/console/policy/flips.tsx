import { Button } from 'antd';
import { useState } from 'react';
import type { Facts } from '../../../domain/policy/fact-catalogue.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { Flip } from '../../../domain/policy/what-would-change.ts';
import { useTexts } from '../locales/texts.ts';
import { useFlipText } from './use-flip-text.ts';
import { useOutcomeText } from './use-rule-words.ts';

const SHOWN = 2;

/** What would change the answer, the nearest first. */
export function Flips({ policy, facts, flips }: { policy: Policy; facts: Facts; flips: readonly Flip[] }) {
  const t = useTexts('draft');
  const text = useFlipText();
  const outcomeText = useOutcomeText();
  const [all, setAll] = useState(false);
  const shown = all ? flips : flips.slice(0, SHOWN);
  return (
    <section className="flips">
      <h3>{t('try.change')}</h3>
      {flips.length === 0 ? <p className="faint">{t('try.noChange')}</p> : null}
      <ul>
        {shown.map((flip) => {
          const changes = text(policy, facts, flip);
          return (
            <li key={`${changes}/${flip.outcome.kind}`}>
              {t('try.changeIf', { changes, outcome: outcomeText(flip.outcome) })}
            </li>
          );
        })}
      </ul>
      {flips.length > SHOWN ? (
        <Button type="link" size="small" className="flush" onClick={() => setAll(!all)}>
          {all ? t('try.less') : t('try.more', { count: flips.length - SHOWN })}
        </Button>
      ) : null}
    </section>
  );
}
