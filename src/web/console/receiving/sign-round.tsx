import { Input, InputNumber } from 'antd';
import { useContext, useState } from 'react';
import { isWaybill } from '../../../contract/common.ts';
import { useTexts } from '../locales/texts.ts';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { useShowProblem } from '../parts/use-refusal.ts';
import { type DoorVerdict, signAtDoor } from './offline/door.ts';
import { DeskOwnerContext } from './offline/use-queued-act.ts';
import { ScanTaker } from './scan-taker.tsx';
import { beep } from './sound.ts';
import { WeighField } from './weigh-field.tsx';

type Row = DoorVerdict | { waybill: string; verdict: 'failed'; units: 0; weight: null; before: null; kept: false };
type Extras = { grams: number | null; packages: number | null; photos: FileId[] };

const tones: Record<Row['verdict'], Tone> = {
  expected: 'green',
  not_approved: 'amber',
  unknown: 'amber',
  already_signed: 'grey',
  failed: 'red',
};
const sounds = {
  expected: 'good',
  not_approved: 'flaw',
  unknown: 'bad',
  already_signed: 'flaw',
  failed: 'error',
} as const;
/** A parcel that nobody awaits is weighed where it is booked in. */
const canWeigh = ({ verdict, kept }: Row): boolean => !kept && verdict !== 'failed' && verdict !== 'unknown';
const nothing: Extras = { grams: null, packages: null, photos: [] };

/** Scan, scan, scan: each is accepted with a sound of its own, and counted. */
export function SignRound({ onDone }: { onDone: () => void }) {
  const t = useTexts('handheld');
  const owner = useContext(DeskOwnerContext);
  const showProblem = useShowProblem();
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [extras, setExtras] = useState(nothing);
  const put = (row: Row) => {
    beep(sounds[row.verdict]);
    setRows((before) => [row, ...before.filter(({ waybill }) => waybill !== row.waybill)]);
  };
  const sign = (scanned: string) => {
    const waybill = scanned.trim().toUpperCase();
    const failed = { waybill, verdict: 'failed', units: 0, weight: null, before: null, kept: false } as const;
    if (owner === null || !isWaybill(waybill)) return put(failed);
    const { grams, packages, photos } = extras;
    setExtras(nothing);
    return void signAtDoor(owner, {
      waybill,
      photos,
      ...(grams ? { weightGrams: grams } : {}),
      ...(packages ? { packages } : {}),
    }).then(put, (error: unknown) => {
      put(failed);
      showProblem(error);
    });
  };
  const signed = rows.filter(({ verdict }) => verdict !== 'failed');
  const [last] = rows;
  return (
    <ScanTaker onScan={sign}>
      <div className="found-step sign-round">
        <header className="sign-head">
          <h2>{t('signMany')}</h2>
          <output className="sign-count">{t('signCount', { count: signed.length })}</output>
          <button type="button" className="big quiet" onClick={onDone}>
            {t('signDone')}
          </button>
        </header>
        <p className="faint">{t('signHint')}</p>
        {last && canWeigh(last) ? (
          <div className="sign-weigh">
            <span className="number">{last.waybill}</span>
            <WeighField key={last.waybill} waybill={last.waybill} weight={last.weight} />
          </div>
        ) : null}
        <ExtraFields extras={extras} onChange={setExtras} />
        <ol className="sign-rows" aria-live="polite">
          {rows.map((row) => (
            <li key={row.waybill} className={`sign-row ${tones[row.verdict]}`}>
              <span className="number">{row.waybill}</span>
              <Tag tone={tones[row.verdict]}>{t(`verdict.${row.verdict}`, { count: row.units })}</Tag>
              {row.kept ? <Tag tone="blue">{t('verdict.kept')}</Tag> : null}
              {row.before ? <span className="faint">{row.before.actor.name}</span> : null}
            </li>
          ))}
        </ol>
        <CourierList scanned={signed.map(({ waybill }) => waybill)} />
      </div>
    </ScanTaker>
  );
}

function ExtraFields({ extras, onChange }: { extras: Extras; onChange: (extras: Extras) => void }) {
  const t = useTexts('handheld');
  return (
    <details className="sign-extras">
      <summary>{t('signExtras')}</summary>
      <div className="book-fields">
        {(['grams', 'packages'] as const).map((name) => (
          <div className="book-field" key={name}>
            <span>{t(name === 'grams' ? 'weight' : 'packages')}</span>
            <InputNumber
              size="large"
              min={1}
              max={name === 'grams' ? 200_000 : 99}
              precision={0}
              aria-label={t(name === 'grams' ? 'weight' : 'packages')}
              value={extras[name]}
              onChange={(value) => onChange({ ...extras, [name]: value })}
            />
          </div>
        ))}
      </div>
      <PhotoPicker files={extras.photos} onChange={(photos) => onChange({ ...extras, photos })} label={t('outside')} />
    </details>
  );
}

/** What the courier says he has left, against what was scanned. */
function CourierList({ scanned }: { scanned: readonly string[] }) {
  const t = useTexts('handheld');
  const [typed, setTyped] = useState('');
  const listed = [
    ...new Set(
      typed
        .toUpperCase()
        .split(/[\s,;，；]+/)
        .filter(isWaybill),
    ),
  ];
  const missing = listed.filter((waybill) => !scanned.includes(waybill));
  const extra = listed.length > 0 ? scanned.filter((waybill) => !listed.includes(waybill)) : [];
  return (
    <details className="sign-extras">
      <summary>{t('list')}</summary>
      <Input.TextArea
        rows={4}
        aria-label={t('list')}
        placeholder={t('listHint')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {listed.length > 0 && missing.length === 0 && extra.length === 0 ? (
        <p className="green">{t('listMatches', { count: listed.length })}</p>
      ) : null}
      {missing.length > 0 ? (
        <p className="red">
          {t('listMissing', { count: missing.length })} <span className="number">{missing.join('  ')}</span>
        </p>
      ) : null}
      {extra.length > 0 ? (
        <p className="amber">
          {t('listExtra', { count: extra.length })} <span className="number">{extra.join('  ')}</span>
        </p>
      ) : null}
    </details>
  );
}
