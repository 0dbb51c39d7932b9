import { Alert, Tooltip } from 'antd';
import { useState } from 'react';
import type { CheckView } from '../../../contract/inspection.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { inspectLine, lookAgain } from '../../../contract/warehouse.ts';
import { legalTestsFor } from '../../../domain/inspection/legal-tests.ts';
import { useCheckName, useOwnName } from '../inspection/use-names.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { CheckToggles, checkKeys } from './check-toggles.tsx';
import { useHotKeys } from './hot-keys.ts';
import { type Grade, grades, type Line } from './line-work.ts';
import { NumbersAndDates, type Told } from './numbers-and-dates.tsx';
import { useDesk } from './offline/use-desk.ts';
import { useQueuedAct as useRmaAct } from './offline/use-queued-act.ts';
import { beep } from './sound.ts';
import { Stepper } from './stepper.tsx';
import { type Obstacle, useFindings } from './use-findings.ts';

type Props = {
  rma: RmaView;
  line: Line;
  onDone: (rma: RmaView) => void;
  /** A second look at goods of the sample: all of the line, without knowing the first verdict. */
  again?: boolean;
};
type Choice = { code: string; base: Grade; name: { zh: string; en: string } | null };

const sounds = { new: 'good', minor_flaw: 'flaw', damaged: 'bad' } as const;

/** Until a template is read, on a device that has never held one, the law's tests are asked. */
const lawOnly = (goodsClass: string): CheckView[] =>
  legalTestsFor(goodsClass).tests.map((code) => ({
    code,
    kind: 'legal',
    name: null,
    required: true,
    photoOnFail: true,
    cap: 'minor_flaw',
    consequence: null,
  }));

/** The checks first, a picture where one fails that needs it, then a verdict, which is the last press. */
export function InspectStep({ rma, line, onDone, again = false }: Props) {
  const t = useTexts('receiving');
  const ti = useTexts('inspection');
  const say = useObstacle();
  const desk = useDesk(rma, line);
  const checks = desk?.checks ?? lawOnly(line.goodsClass);
  const findings = useFindings(checks);
  const [photos, setPhotos] = useState<FileId[]>([]);
  const [quantity, setQuantity] = useState(line.quantity);
  const [told, setTold] = useState<Told>({ serials: [], batch: '', expiry: null });
  const inspect = useRmaAct(inspectLine, 'inspect_line', rma, { onDone, quiet: true });
  const look = useRmaAct(lookAgain, 'look_again', rma, { onDone });
  const busy = inspect.isPending || look.isPending;
  const choices: Choice[] = desk
    ? desk.grades.map(({ code, base, zh, en }) => ({ code, base, name: { zh, en } }))
    : grades.map((base) => ({ code: base, base, name: null }));
  const judge = ({ base, code, name }: Choice) => {
    if (findings.obstacleTo(base)) {
      beep('error');
      return;
    }
    if (busy) return;
    beep(sounds[base]);
    const failedTests = findings.failed.filter(({ kind }) => kind === 'legal').map((check) => check.code);
    const { serials, batch, expiry } = told;
    const body = {
      grade: base,
      failedTests,
      photos,
      checks: findings.results,
      ...(name && code !== base ? { gradeCode: code } : {}),
      ...(serials.length > 0 ? { serials } : {}),
      ...(batch ? { batch } : {}),
      ...(expiry ? { expiry } : {}),
    };
    const params = { rmaId: rma.id, lineId: line.id };
    if (again) look.mutate({ params, body });
    else inspect.mutate({ params, body: { ...body, quantity } });
  };
  const whyNot = (base: Grade): string | null => {
    const no = findings.obstacleTo(base);
    return no && say(no);
  };
  useHotKeys({
    ...Object.fromEntries(choices.map((choice, i) => [String(i + 1), () => judge(choice)])),
    ...Object.fromEntries(checks.map((check, i) => [checkKeys[i] ?? '', () => findings.flip(check)])),
  });
  const first = choices.map(({ base }) => findings.obstacleTo(base)).find((no) => no && no.code !== 'cap');
  return (
    <div className="step">
      {again ? <Alert className="above" type="info" showIcon title={ti('blindHint')} /> : null}
      <CheckToggles checks={checks} findings={findings} />
      {desk ? <NumbersAndDates desk={desk} told={told} quantity={quantity} onChange={setTold} /> : null}
      <PhotoPicker files={photos} onChange={setPhotos} label={t('photos')} />
      {again ? null : <Stepper label={t('inspectCount')} value={quantity} max={line.quantity} onChange={setQuantity} />}
      <h2>{t('verdict')}</h2>
      <Verdicts choices={choices} busy={busy} whyNot={whyNot} onJudge={judge} />
      {first ? <p className="amber">{say(first)}</p> : null}
      <p className="step-keys">{ti('keysInspect')}</p>
    </div>
  );
}

type VerdictsProps = {
  choices: readonly Choice[];
  busy: boolean;
  whyNot: (base: Grade) => string | null;
  onJudge: (choice: Choice) => void;
};

function Verdicts({ choices, busy, whyNot, onJudge }: VerdictsProps) {
  const words = useWords();
  const own = useOwnName();
  return (
    <div className={`big-buttons${choices.length === 3 ? ' verdicts-three' : ''}`}>
      {choices.map((choice, i) => (
        <Tooltip key={choice.code} title={whyNot(choice.base)}>
          <button
            type="button"
            className={`big verdict ${choice.base}`}
            disabled={busy || whyNot(choice.base) !== null}
            onClick={() => onJudge(choice)}
          >
            <kbd>{i + 1}</kbd>
            {choice.name ? own(choice.name) : words('grade', choice.base)}
          </button>
        </Tooltip>
      ))}
    </div>
  );
}

function useObstacle() {
  const t = useTexts('inspection');
  const words = useWords();
  const nameOf = useCheckName();
  return ({ code, check }: Obstacle): string =>
    t(`obstacle.${code}`, { check: nameOf(check), cap: check.cap ? words('grade', check.cap) : '' });
}
