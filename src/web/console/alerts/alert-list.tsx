import { Checkbox } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { AlertRow } from '../../../contract/alerts.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { levelName } from './level-names.ts';

type Props = { rows: readonly AlertRow[]; isPicked: (id: string) => boolean; onPick: (row: AlertRow) => void };

/** One alert to a line: how long there is, what is wrong with which parcel, and whose it is. On a phone the lines stack. */
export function AlertList({ rows, isPicked, onPick }: Props) {
  return (
    <ul className="alerts">
      {rows.map((row) => (
        <Row key={row.id} row={row} picked={isPicked(row.id)} onPick={() => onPick(row)} />
      ))}
    </ul>
  );
}

function Row({ row, picked, onPick }: { row: AlertRow; picked: boolean; onPick: () => void }) {
  const t = useTexts('alerts');
  const words = useWords();
  const formats = useFormats();
  const now = useNow();
  const { may } = useSession();
  const [params] = useSearchParams();
  const next = new URLSearchParams(params);
  next.set('alert', row.id);
  const [rma] = row.rmas;
  return (
    <li className="alert-row">
      <span className="alert-pick">
        {row.over === null && may('parcel:write') ? (
          <Checkbox
            checked={picked}
            onChange={onPick}
            aria-label={t('select', { waybill: row.waybill ?? t('noNumber') })}
          />
        ) : null}
      </span>
      <span className="alert-left">
        {row.over === null ? (
          <TimeLeft due={row.dueAt} since={row.raisedAt} />
        ) : (
          <Tag tone={row.over === 'handled' ? 'green' : 'grey'}>{t(row.over)}</Tag>
        )}
      </span>
      <Link to={`?${next}`} className="alert-what">
        <strong>{t(`kind.${row.kind}`)}</strong>
        <small className="faint">
          {row.overAt ? (
            <When at={row.overAt} time />
          ) : (
            t('lasting', { span: formats.span(Date.parse(now) - Date.parse(row.since)) })
          )}
        </small>
      </Link>
      <span className="alert-parcel">
        <span className="number">{row.waybill ?? t('noNumber')}</span>
        <small className="faint">
          {[
            row.courier ? words('courier', row.courier) : '',
            row.parcelStatus ? words('parcelStatus', row.parcelStatus) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      <span className="alert-case">
        {rma ? (
          <Link to={`/rmas/${rma.id}`} className="number">
            {rma.number}
          </Link>
        ) : row.unknownId ? (
          <Link to={`/unknown-parcels?parcel=${row.unknownId}`}>{t('act.match')}</Link>
        ) : (
          <span className="faint">{t('noCase')}</span>
        )}
        {row.rmas.length > 1 ? <small className="faint">+{row.rmas.length - 1}</small> : null}
      </span>
      <span className="alert-owner">
        <span className={row.owner ? '' : 'faint'}>{row.owner?.name ?? words('desk', row.desk)}</span>
        {row.level > 1 && row.over === null ? (
          <Tag tone={row.level === 3 ? 'red' : 'amber'}>{t(`level.${levelName(row.level)}`)}</Tag>
        ) : null}
      </span>
    </li>
  );
}
