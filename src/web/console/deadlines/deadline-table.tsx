import { Checkbox } from 'antd';
import { Link } from 'react-router';
import type { DeadlineRow } from '../../../contract/deadlines.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { stageTone, Tag } from '../parts/tag.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';

type Props = { rows: DeadlineRow[]; isPicked: (rmaId: string) => boolean; onPick: (row: DeadlineRow) => void };

/** One clock to a line: how long there is comes first, what is to be done second. On a phone the lines stack. */
export function DeadlineTable({ rows, isPicked, onPick }: Props) {
  return (
    <ul className="deadlines">
      {rows.map((row) => (
        <Deadline
          key={`${row.rmaId}/${row.kind}`}
          row={row}
          picked={row.extendable && isPicked(row.rmaId)}
          onPick={() => onPick(row)}
        />
      ))}
    </ul>
  );
}

function Deadline({ row, picked, onPick }: { row: DeadlineRow; picked: boolean; onPick: () => void }) {
  const t = useTexts('deadlines');
  const words = useWords();
  const { may } = useSession();
  return (
    <li className="deadline">
      <span className="deadline-pick">
        {row.extendable && may('rma:review') ? (
          <Checkbox checked={picked} onChange={onPick} aria-label={t('select', { number: row.rmaNumber })} />
        ) : null}
      </span>
      <span className="deadline-left">
        <TimeLeft due={row.dueAt} since={row.from} />
        <small className="faint">
          <When at={row.dueAt} time />
        </small>
      </span>
      <span className="deadline-what">
        <strong>{words('clock', row.kind)}</strong>
        <small className="faint">
          {words('clockSide', row.of)} · {words('clockSource', row.source)}
          {row.article ? ` · ${t('basis', { article: row.article })}` : ''}
        </small>
      </span>
      <Link to={`/rmas/${row.rmaId}`} className="deadline-rma">
        <span>{row.firstTitle}</span>
        <small className="faint">
          <span className="number">{row.rmaNumber}</span> · {row.buyerNick} · {row.shopName}
        </small>
      </Link>
      <span className="deadline-state">
        <Tag tone={stageTone(row.stage)}>{words('stage', row.stage)}</Tag>
        {row.lapsed ? <Tag tone="red">{t('lapsed')}</Tag> : null}
      </span>
      <span className="deadline-amount">
        <Money of={row.amount} strong />
      </span>
    </li>
  );
}
