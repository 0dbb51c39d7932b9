import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useTexts } from '../locales/texts.ts';
import { useSession } from '../shell/session.tsx';
import { ReleaseConfirm } from './release-confirm.tsx';
import { RollOutDialog } from './roll-out-dialog.tsx';
import type { Release } from './use-release.ts';
import { useShopsText } from './use-shops.ts';

/** A roll-out under way: what the candidate decides, and the ways on from here. */
export function RollOutBanner({ release }: { release: Release }) {
  const t = useTexts('policy');
  const { may } = useSession();
  const shops = useShopsText();
  const [asked, setAsked] = useState<'widen' | 'finish' | 'stop' | null>(null);
  const { rollOut, version } = release;
  if (!rollOut) return null;
  const { candidate } = rollOut;
  const close = () => setAsked(null);
  return (
    <>
      <Alert
        className="roll-out"
        type="info"
        showIcon
        title={t('rollOut.title', { candidate })}
        description={
          <>
            {t('rollOut.where', { shops: shops(rollOut.shopIds), share: rollOut.sharePercent, version })}{' '}
            <Link to={`/policy/versions/${candidate}?with=${version}`}>{t('rollOut.view', { candidate })}</Link>
            {may('policy:publish') ? (
              <div className="roll-out-tools">
                <Button size="small" onClick={() => setAsked('widen')}>
                  {t('rollOut.widen')}
                </Button>
                <Button size="small" type="primary" onClick={() => setAsked('finish')}>
                  {t('rollOut.finish')}
                </Button>
                <Button size="small" danger onClick={() => setAsked('stop')}>
                  {t('rollOut.stop')}
                </Button>
              </div>
            ) : null}
          </>
        }
      />
      {asked === 'widen' ? <RollOutDialog release={release} rollOut={rollOut} onClose={close} /> : null}
      {asked === 'finish' || asked === 'stop' ? (
        <ReleaseConfirm
          seen={release.seq}
          change={{ action: asked }}
          title={t(`rollOut.${asked}Ask`, { candidate })}
          body={t(`rollOut.${asked}Body`, { candidate, version })}
          go={t(`rollOut.${asked}`)}
          danger={asked === 'stop'}
          onClose={close}
        />
      ) : null}
    </>
  );
}
