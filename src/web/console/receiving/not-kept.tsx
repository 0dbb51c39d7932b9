import { useContext, useState } from 'react';
import { isWaybill } from '../../../contract/common.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { useShowProblem } from '../parts/use-refusal.ts';
import { signAtDoor } from './offline/door.ts';
import { DeskOwnerContext } from './offline/use-queued-act.ts';
import { beep } from './sound.ts';

/** Without a connection nobody can tell whether a strange parcel is awaited: it is accepted, and settled later. */
export function NotKept({ code }: { code: string }) {
  const t = useTexts('handheld');
  const owner = useContext(DeskOwnerContext);
  const showProblem = useShowProblem();
  const [signed, setSigned] = useState(false);
  const waybill = code.trim().toUpperCase();
  const canSign = owner !== null && isWaybill(waybill);
  const sign = () =>
    void signAtDoor(owner ?? '', { waybill, photos: [] }).then(() => {
      beep('good');
      setSigned(true);
    }, showProblem);
  return (
    <Blank title={t('notKept', { code })} hint={t('notKeptHint')}>
      {canSign ? (
        <button type="button" className="big primary" disabled={signed} onClick={sign}>
          {t(signed ? 'verdict.kept' : 'sign')}
        </button>
      ) : null}
    </Blank>
  );
}
