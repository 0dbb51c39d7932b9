import type { RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { TimeLeft } from '../parts/time-left.tsx';

const isOver: ReadonlySet<RmaView['stage']> = new Set<RmaView['stage']>(['closed', 'rejected', 'withdrawn']);

/** Every clock that runs: whose time it is, who set it and on what ground, how long there is. */
export function ClocksPanel({ rma }: { rma: RmaView }) {
  const t = useTexts('deadlines');
  const words = useWords();
  if (rma.clocks.length === 0 && isOver.has(rma.stage)) return null;
  return (
    <Panel title={t('clocks')}>
      {rma.clocks.length === 0 ? <p className="faint">{t('noClocks')}</p> : null}
      <ul className="clocks">
        {rma.clocks.map((clock) => (
          <li key={clock.kind}>
            <span className="clock-what">
              {words('clock', clock.kind)}
              <small className="faint">
                {words('clockSide', clock.of)} · {words('clockSource', clock.source)}
                {clock.article ? ` · ${t('basis', { article: clock.article })}` : ''}
              </small>
              {clock.lapsed ? <Tag tone="red">{t('lapsed')}</Tag> : null}
            </span>
            <TimeLeft due={clock.at} since={clock.from} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
