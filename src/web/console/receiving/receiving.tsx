import { ArrowLeftOutlined, CameraOutlined, CheckSquareOutlined, SoundOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { Link } from 'react-router';
import { listStock } from '../../../contract/back-office.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Waiting } from '../parts/blank.tsx';
import { PhotoKeeperContext } from '../parts/photo-picker.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useProblemText } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { BookUnknown } from './book-unknown.tsx';
import { Found } from './found.tsx';
import { HotKeyContext, type HotKeys } from './hot-keys.ts';
import { LastScans } from './last-scans.tsx';
import { NotKept } from './not-kept.tsx';
import { ownerOf } from './offline/owner.ts';
import { deskPhotos } from './offline/photo-keeper.ts';
import { DeskOwnerContext } from './offline/use-queued-act.ts';
import { ScanBox } from './scan-box.tsx';
import { ScanTakerContext } from './scan-taker.tsx';
import { SignRound } from './sign-round.tsx';
import { soundIsOn, turnSound } from './sound.ts';
import { UnknownStart } from './unknown-start.tsx';
import { UnsentStrip } from './unsent-strip.tsx';
import { useScan } from './use-scan.ts';

const CameraScan = lazy(() => import('./camera-scan.tsx'));

/** The receiving desk: scan, count, judge, put away; by scanner, keyboard or thumb. */
export default function Receiving() {
  const t = useTexts('receiving');
  const unknown = useTexts('unknownParcels');
  const owner = ownerOf(useSession());
  const handheld = useTexts('handheld');
  const [filming, setFilming] = useState(false);
  const { get, change } = useAddress();
  const code = get('code');
  const scan = useScan(code, owner);
  const signing = get('mode') === 'sign';
  const keys = useRef<HotKeys>({});
  const taker = useRef<((code: string) => void) | undefined>(undefined);
  const look = (scanned: string) =>
    scanned === code ? scan.look(scanned) : change({ code: scanned, unknown: null, mode: null });
  const onScan = (scanned: string) => (taker.current ?? look)(scanned);
  return (
    <DeskOwnerContext value={owner}>
      <PhotoKeeperContext value={deskPhotos}>
        <HotKeyContext value={keys}>
          <ScanTakerContext value={taker}>
            <div className="desk">
              <header className="desk-head">
                <nav aria-label={t('exit')}>
                  <Link to="/queue" className="desk-exit">
                    <ArrowLeftOutlined aria-hidden /> {t('exit')}
                  </Link>
                </nav>
                <h1>{t('title')}</h1>
                <ScanBox
                  busy={scan.busy}
                  asks={get('unknown') ? unknown('scanSku') : signing ? handheld('signScan') : undefined}
                  onScan={onScan}
                />
                <div className="desk-tools">
                  <Button
                    size="large"
                    icon={<CameraOutlined />}
                    aria-pressed={filming}
                    onClick={() => setFilming(!filming)}
                  >
                    {handheld(filming ? 'cameraOff' : 'camera')}
                  </Button>
                  <Button
                    size="large"
                    icon={<CheckSquareOutlined />}
                    aria-pressed={signing}
                    onClick={() => change({ mode: signing ? null : 'sign', unknown: null })}
                  >
                    {handheld(signing ? 'signDone' : 'signMany')}
                  </Button>
                  <SoundSwitch />
                </div>
              </header>
              <UnsentStrip owner={owner} />
              {filming ? (
                <Suspense fallback={<p className="camera-note">{handheld('cameraStarting')}</p>}>
                  <CameraScan onScan={onScan} />
                </Suspense>
              ) : null}
              <div className="desk-body" aria-live="polite">
                {signing ? <SignRound onDone={() => change({ mode: null })} /> : <Result code={code} scan={scan} />}
              </div>
              <LastScans scans={scan.scans} current={code} onAgain={look} />
            </div>
          </ScanTakerContext>
        </HotKeyContext>
      </PhotoKeeperContext>
    </DeskOwnerContext>
  );
}

function Result({ code, scan }: { code: string | undefined; scan: ReturnType<typeof useScan> }) {
  const t = useTexts('receiving');
  const text = useProblemText();
  const queries = useQueryClient();
  const { get, change } = useAddress();
  const { answer, failure, busy, look, replace } = scan;
  if (!code) return <Blank title={t('ready')} hint={t('readyHint')} />;
  if (failure) {
    return (
      <Blank title={t('result.failed')} hint={text(failure)}>
        <Button size="large" onClick={() => look(code)}>
          {t('resend')}
        </Button>
      </Blank>
    );
  }
  if (!answer) return busy ? <Waiting rows={5} /> : null;
  if (answer.rmas.length === 0 && scan.isLocal) {
    return <NotKept key={code} code={code} />;
  }
  if (answer.rmas.length === 0) {
    return get('unknown') ? (
      <BookUnknown key={code} code={code} onCancel={() => change({ unknown: null })} />
    ) : (
      <UnknownStart key={code} code={code} onStart={() => change({ unknown: '1' })} />
    );
  }
  return (
    <Found
      answer={answer}
      onHandled={() => look(code, true)}
      onChanged={(rma) => {
        replace(rma);
        void queries.invalidateQueries({ queryKey: [listStock.path] });
      }}
    />
  );
}

function SoundSwitch() {
  const t = useTexts('receiving');
  const [on, setOn] = useState(soundIsOn);
  const flip = () => {
    turnSound(!on);
    setOn(!on);
  };
  return (
    <Button icon={<SoundOutlined />} aria-pressed={on} onClick={flip}>
      {t(on ? 'soundOn' : 'soundOff')}
    </Button>
  );
}
