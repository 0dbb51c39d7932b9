import { CloudUploadOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { listConflicts } from '../../../contract/receiving.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useRefusal } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { keptCount, snapshotAt } from './offline/local-store.ts';
import { isAside, type Queued } from './offline/queue.ts';
import { tryAgain } from './offline/sync.ts';
import { useUnsent } from './offline/use-unsent.ts';
import { useOnline } from './use-online.ts';

/** Work that the server has not heard of: how much, how old, and what is being done about it. */
export function UnsentStrip({ owner }: { owner: string }) {
  const t = useTexts('handheld');
  const online = useOnline();
  const { mine, others, sending, signedOut } = useUnsent();
  const conflicts = useRead(listConflicts, { query: { limit: 1 } }, { everyMs: 60_000 }).data?.open ?? 0;
  const [oldest] = mine;
  const now = useNow();
  const aside = mine.filter((step) => isAside(step, now)).length;
  return (
    <div className="unsent">
      {online ? null : <Offline owner={owner} />}
      {oldest ? (
        <details className="unsent-list" open={aside > 0 || undefined}>
          <summary>
            <CloudUploadOutlined aria-hidden />
            <strong>{t('unsent', { count: mine.length })}</strong>
            <span>
              {t('unsentOldest', { at: '' })}
              <When at={oldest.pressedAt} />
            </span>
            {aside > 0 ? <strong className="red">{t('unsentAside', { count: aside })}</strong> : null}
            {sending ? <span>{t('sending')}</span> : null}
            {online && !sending ? (
              <Button size="large" onClick={() => void tryAgain()}>
                {t('sendNow')}
              </Button>
            ) : null}
          </summary>
          <ol>
            {mine.map((step) => (
              <UnsentStep key={step.id} step={step} canTry={online && !sending} />
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

/** A step, and where it could not be sent, why: whatever else waits goes on without it. */
function UnsentStep({ step, canTry }: { step: Queued; canTry: boolean }) {
  const t = useTexts('handheld');
  const words = useWords();
  const say = useRefusal();
  return (
    <li>
      <span className="number">{step.about}</span> {words('dockStep', step.command)}{' '}
      <span className="faint">
        <When at={step.pressedAt} />
      </span>
      {step.stuck ? (
        <span className="unsent-stuck">
          <span className="red">{t('unsentStuck', { why: say(step.stuck.problem) })}</span>
          {canTry ? (
            <Button size="large" onClick={() => void tryAgain(step)}>
              {t('tryAgain')}
            </Button>
          ) : null}
        </span>
      ) : null}
    </li>
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
