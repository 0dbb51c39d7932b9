import { Link, useSearchParams } from 'react-router';
import type { countAlerts } from '../../../contract/alerts.ts';
import { type AlertKind, alertKinds } from '../../../domain/alerts/alert-kinds.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';
import { formatLaneCount } from '../queue/lanes.ts';

type Counts = ReplyOf<typeof countAlerts>;

/** Every kind that is open, as a link: how many, how old the oldest is, how many are overdue. */
export function KindTiles({ counts, current }: { counts: Counts; current: AlertKind | undefined }) {
  const t = useTexts('alerts');
  const [params] = useSearchParams();
  const addressOf = (kind: AlertKind | undefined): string => {
    const next = new URLSearchParams(params);
    if (kind) next.set('kind', kind);
    else next.delete('kind');
    next.delete('state');
    return `?${next}`;
  };
  const shown = alertKinds.flatMap((kind) => {
    const found = counts.kinds.find((one) => one.kind === kind);
    return found || kind === current ? [found ?? { kind, count: 0, overdue: 0, oldest: null }] : [];
  });
  return (
    <nav className="alert-tiles" aria-label={t('title')}>
      <Tile to={addressOf(undefined)} name={t('all')} current={current === undefined} {...counts} count={counts.open} />
      {shown.map(({ kind, ...figures }) => (
        <Tile key={kind} to={addressOf(kind)} name={t(`kind.${kind}`)} current={kind === current} {...figures} />
      ))}
    </nav>
  );
}

type TileProps = { to: string; name: string; current: boolean; count: number; overdue: number; oldest?: string | null };

function Tile({ to, name, current, count, overdue, oldest }: TileProps) {
  const t = useTexts('alerts');
  const formats = useFormats();
  const now = useNow();
  return (
    <Link to={to} className={`alert-tile${overdue > 0 ? ' late' : ''}`} aria-current={current ? 'page' : undefined}>
      <span className="alert-tile-name">{name}</span>
      <strong>{formatLaneCount(count)}</strong>
      <small>
        {overdue > 0 ? <span className="alert-late">{t('overdueCount', { count: overdue })}</span> : null}
        {oldest ? <span>{t('oldest', { span: formats.span(Date.parse(now) - Date.parse(oldest)) })}</span> : null}
      </small>
    </Link>
  );
}
