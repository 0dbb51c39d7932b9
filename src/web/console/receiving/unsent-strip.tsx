import { CloudUploadOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { listConflicts } from '../../../contract/receiving.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { keptCount, snapshotAt } from './offline/local-store.ts';
import { send } from './offline/sync.ts';
import { useUnsent } from './offline/use-unsent.ts';
import { useOnline } from './use-online.ts';

/** Work that the server has not heard of: how much, how old, and what is being done about it. */
export function UnsentStrip({ owner }: { owner: string }) {
  const t = useTexts('handheld');
  const words = useWords();
  const online = useOnline();
  const { mine, others, sending, signedOut } = useUnsent();
  const conflicts = useRead(listConflicts, { query: { limit: 1 } }, { everyMs: 60_000 }).data?.open ?? 0;
  const [oldest] = mine;
  return (
    <div className="unsent">
      {online ? null : <Offline owner={owner} />}
      {oldest ? (
        <details className="unsent-list">
          <summary>
            <CloudUploadOutlined aria-hidden />
            <strong>{t('unsent', { count: mine.length })}</strong>
            <span>
              {t('unsentOldest', { at: '' })}
              <When at={oldest.pressedAt} />
            </span>
            {sending ? <span>{t('sending')}</span> : null}
            {online && !sending ? (
              <Button size="large" onClick={() => void send()}>
                {t('sendNow')}
              </Button>
            ) : null}
          </summary>
          <ol>
            {mine.map((step) => (
              <li key={step.id}>
                <span className="number">{step.about}</span> {words('dockStep', step.command)}{' '}
                <span className="faint">
                  <When at={step.pressedAt} />
                </span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
      {signedOut ? (
        <Alert
          type="error"
          banner
          title={t('signedOut')}
          action={<Link to="/sign-in?to=/receiving">{t('signIn')}</Link>}
        />
      ) : null}
      {others > 0 ? <Alert type="warning" banner title={t('ofOthers', { count: others })} /> : null}
      {conflicts > 0 ? (
        <Alert
          type="warning"
          banner
          title={t('someConflicts', { count: conflicts })}
          action={
            <Link to="/receiving/conflicts" className="unsent-link">
              {t('openConflicts')}
            </Link>
          }
        />
      ) : null}
    </div>
  );
}

function Offline({ owner }: { owner: string }) {
  const t = useTexts('handheld');
  const formats = useFormats();
  const [kept, setKept] = useState<{ count: number; at: string } | null>(null);
  useEffect(() => {
    void Promise.all([keptCount(), snapshotAt(owner)])
      .then(([count, at]) => setKept(at ? { count, at } : null))
      .catch(() => setKept(null));
  }, [owner]);
  const note = kept ? t('offlineKept', { count: kept.count, at: formats.full(kept.at) }) : t('offlineNothing');
  return <Alert type="warning" banner title={t('offline')} description={note} />;
}
