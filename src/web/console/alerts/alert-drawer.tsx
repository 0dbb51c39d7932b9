import { Drawer } from 'antd';
import { Link } from 'react-router';
import { type AlertView, getAlert } from '../../../contract/alerts.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Tag } from '../parts/tag.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { AlertNotes } from './alert-notes.tsx';
import { AlertTools } from './alert-tools.tsx';
import { OneClick } from './one-click.tsx';
import type { AlertId } from './use-alert-act.ts';

/** One alert: what is to be done at the top, then what is known of its parcel, then what was done. */
export function AlertDrawer({ id, onClose }: { id: AlertId; onClose: () => void }) {
  const t = useTexts('alerts');
  const answer = useRead(getAlert, { params: { alertId: id } });
  const title = answer.data ? `${t(`kind.${answer.data.kind}`)} · ${answer.data.waybill ?? t('noNumber')}` : t('title');
  return (
    <Drawer open onClose={onClose} size={560} title={title} className="alert-drawer">
      {answer.data ? (
        <Loaded key={id} alert={answer.data} />
      ) : answer.error ? (
        <Failed error={answer.error} retry={answer.refetch} />
      ) : (
        <Waiting rows={10} />
      )}
    </Drawer>
  );
}

function Loaded({ alert }: { alert: AlertView }) {
  const t = useTexts('alerts');
  return (
    <div className="alert-detail">
      <p>{t(`about.${alert.kind}`)}</p>
      {alert.over === null ? <OneClick alert={alert} /> : null}
      <AlertTools alert={alert} />
      <Facts alert={alert} />
      {alert.parcel ? <Scans parcel={alert.parcel} /> : null}
      <AlertNotes alert={alert} />
    </div>
  );
}

function Facts({ alert }: { alert: AlertView }) {
  const t = useTexts('alerts');
  const words = useWords();
  const { parcel } = alert;
  return (
    <dl className="alert-facts">
      {alert.over === null ? (
        <div>
          <dt>{t('due')}</dt>
          <dd>
            <TimeLeft due={alert.dueAt} since={alert.raisedAt} />
          </dd>
        </div>
      ) : (
        <div>
          <dt>{t('over')}</dt>
          <dd>{t(alert.over)}</dd>
        </div>
      )}
      <div>
        <dt>{t('owner')}</dt>
        <dd>{alert.owner?.name ?? `${words('desk', alert.desk)} · ${t('nobody')}`}</dd>
      </div>
      <div>
        <dt>{t('since')}</dt>
        <dd>
          <When at={alert.since} time />
        </dd>
      </div>
      {alert.rmas.length > 0 ? (
        <div>
          <dt>{t('csv.rma')}</dt>
          <dd className="alert-cases">
            {alert.rmas.map(({ id, number }) => (
              <Link key={id} to={`/rmas/${id}`} className="number">
                {number}
              </Link>
            ))}
          </dd>
        </div>
      ) : null}
      {parcel ? (
        <div>
          <dt>{words('courier', parcel.courier)}</dt>
          <dd>
            {words('parcelStatus', parcel.status)}
            {parcel.weighedGrams ? ` · ${t('weighed', { grams: parcel.weighedGrams })}` : ''}
          </dd>
        </div>
      ) : null}
      {parcel?.contradictory ? <Tag tone="amber">{t('contradictoryNote')}</Tag> : null}
      {parcel?.seenAfterEnd ? <Tag tone="amber">{t('seenAfterEndNote')}</Tag> : null}
    </dl>
  );
}

function Scans({ parcel }: { parcel: NonNullable<AlertView['parcel']> }) {
  const t = useTexts('alerts');
  const words = useWords();
  return (
    <section>
      <h3>{t('scans')}</h3>
      {parcel.scans.length === 0 ? <p className="faint">{t('noScans')}</p> : null}
      <ol className="alert-scans">
        {parcel.scans.map((scan) => (
          <li key={`${scan.at}/${scan.code}/${scan.text}`}>
            <span className="faint">
              <When at={scan.at} time />
            </span>
            <span>
              <strong>{words('parcelStatus', scan.status)}</strong> {scan.text}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
