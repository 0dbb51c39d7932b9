import { Link } from 'react-router';
import { countAlerts } from '../../../contract/alerts.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';

const EVERY_MS = 60_000;

/** How many alerts are open; undefined while nobody knows. */
export const useAlertCounts = () => {
  const { may } = useSession();
  return useRead(countAlerts, {}, { keep: true, everyMs: EVERY_MS, enabled: may('rma:read') }).data;
};

/** How many alerts are open, beside the place that shows them; red where some are overdue. */
export function AlertBadge() {
  const t = useTexts('alerts');
  const counts = useAlertCounts();
  if (!counts || counts.open === 0) return null;
  const label = counts.overdue > 0 ? t('overdueCount', { count: counts.overdue }) : undefined;
  return (
    <span className={`nav-badge${counts.overdue > 0 ? ' red' : ''}`} title={label}>
      {counts.open > 99 ? '99+' : counts.open}
    </span>
  );
}

/** The alerts among what must be done now. */
export function AlertTile() {
  const t = useTexts('overview');
  const alerts = useTexts('alerts');
  const counts = useAlertCounts();
  if (!counts || counts.open === 0) return null;
  return (
    <Link className={`todo-lane${counts.overdue > 0 ? ' red' : ''}`} to="/alerts">
      <span className="todo-count">{formatCount(counts.open)}</span>
      <span>{t('alerts')}</span>
      {counts.overdue > 0 ? <strong>{alerts('overdueCount', { count: counts.overdue })}</strong> : null}
    </Link>
  );
}
