import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { Link } from 'react-router';
import type { overview } from '../../../contract/back-office.ts';
import type { Permission } from '../../../domain/people/permissions.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { AlertTile, useAlertCounts } from '../alerts/alert-badge.tsx';
import { useTexts } from '../locales/texts.ts';
import { formatLaneCount } from '../queue/lanes.ts';
import { useSession } from '../shell/session.tsx';

type Data = ReplyOf<typeof overview>;

const mine = [
  ['to_review', 'rma:review', ''],
  ['to_inspect', 'goods:inspect', ''],
  ['to_dispose', 'goods:dispose', ''],
  ['to_refund', 'refund:request', ''],
  ['to_ship', 'parcel:write', ''],
  ['refund_problem', 'refund:retry', 'red'],
  ['channel_problem', 'rma:review', 'red'],
  ['intervened', 'rma:review', 'red'],
  ['at_platform', 'rma:review', ''],
  ['difference', 'rma:review', 'red'],
  ['buyer_wrote', 'rma:review', ''],
] as const satisfies readonly (readonly [string, Permission, string])[];
const others = ['awaiting_buyer', 'in_transit'] as const;

/** The lanes as large links: what waits for me, how late it is, and what waits for others. */
export function TodoLanes({ data }: { data: Data }) {
  const t = useTexts('overview');
  const { may } = useSession();
  const countOf = (lane: string): number => data.lanes[lane] ?? 0;
  const work = mine.filter(([lane, permission]) => may(permission) && countOf(lane) > 0);
  const alerts = useAlertCounts()?.open ?? 0;
  const late = data.overdue > 0 || data.dueSoon > 0;
  return (
    <section className="todo" aria-label={t('title')}>
      {late ? (
        <Link
          className={`todo-lane late ${data.overdue > 0 ? 'red' : 'amber'}`}
          to={data.overdue > 0 ? '/deadlines?bucket=overdue' : '/queue?lane=due_soon'}
        >
          <span className="todo-count">
            <WarningFilled aria-hidden /> {formatCount(data.overdue > 0 ? data.overdue : data.dueSoon)}
          </span>
          <span>{data.overdue > 0 ? t('overdueHint') : t('do.due_soon')}</span>
          {data.overdue > 0 ? <strong>{t('overdue', { count: data.overdue })}</strong> : null}
        </Link>
      ) : null}
      {work.map(([lane, , tone]) => (
        <Link key={lane} className={`todo-lane ${tone}`} to={`/queue?lane=${lane}`}>
          <span className="todo-count">{formatLaneCount(countOf(lane))}</span>
          <span>{t(`do.${lane}`)}</span>
        </Link>
      ))}
      <AlertTile />
      {work.length === 0 && !late && alerts === 0 ? (
        <div className="todo-lane calm">
          <span className="todo-count green">
            <CheckCircleFilled aria-hidden />
          </span>
          <span>{t('calm')}</span>
          <span className="faint">{t('calmHint')}</span>
        </div>
      ) : null}
      <div className="todo-others">
        <span className="faint">{t('waiting')}</span>
        {others.map((lane) => (
          <Link key={lane} to={`/queue?lane=${lane}`}>
            <strong className="number">{formatLaneCount(countOf(lane))}</strong> {t(`do.${lane}`)}
          </Link>
        ))}
      </div>
    </section>
  );
}
