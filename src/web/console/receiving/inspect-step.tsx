import { Checkbox, Tooltip } from 'antd';
import { useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { inspectLine } from '../../../contract/warehouse.ts';
import { legalTestsFor } from '../../../domain/inspection/legal-tests.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { useHotKeys } from './hot-keys.ts';
import { type Grade, grades, type Line } from './line-work.ts';
import { beep } from './sound.ts';
import { Stepper } from './stepper.tsx';

type Props = { rma: RmaView; line: Line; onDone: (rma: RmaView) => void };

const sounds = { new: 'good', minor_flaw: 'flaw', damaged: 'bad' } as const;
const testKeys = ['q', 'w', 'e', 'r'] as const;

/** The checks of the law first, a photo where one fails, then one of three verdicts, which is the last press. */
export function InspectStep({ rma, line, onDone }: Props) {
  const t = useTexts('receiving');
  const words = useWords();
  const [failed, setFailed] = useState<readonly string[]>([]);
  const [photos, setPhotos] = useState<FileId[]>([]);
  const [quantity, setQuantity] = useState(line.quantity);
  const inspect = useRmaAct(inspectLine, 'inspect_line', rma, { onDone, quiet: true });
  const { tests } = legalTestsFor(line.goodsClass);
  const flip = (test: string) =>
    setFailed((before) => (before.includes(test) ? before.filter((other) => other !== test) : [...before, test]));
  const whyNot = (grade: Grade): string | undefined => {
    if (grade === 'new' && failed.length > 0) return t('newForbidden');
    return failed.length > 0 && photos.length === 0 ? t('photosNeeded') : undefined;
  };
  const judge = (grade: Grade) => {
    if (whyNot(grade)) {
      beep('error');
      return;
    }
    if (inspect.isPending) return;
    beep(sounds[grade]);
    inspect.mutate({
      params: { rmaId: rma.id, lineId: line.id },
      body: { quantity, grade, failedTests: [...failed], photos },
    });
  };
  useHotKeys({
    '1': () => judge('new'),
    '2': () => judge('minor_flaw'),
    '3': () => judge('damaged'),
    ...Object.fromEntries(tests.map((test, i) => [testKeys[i] ?? '', () => flip(test)])),
  });
  return (
    <div className="step">
      <fieldset className="tests">
        <legend>{t('tests')}</legend>
        <div className="tests-list">
          {tests.map((test) => (
            <Checkbox key={test} checked={failed.includes(test)} onChange={() => flip(test)}>
              {words('test', test)}
            </Checkbox>
          ))}
        </div>
        <p className="faint">{t('testsHint')}</p>
      </fieldset>
      <PhotoPicker files={photos} onChange={setPhotos} label={t('photos')} />
      <Stepper label={t('inspectCount')} value={quantity} max={line.quantity} onChange={setQuantity} />
      <h2>{t('verdict')}</h2>
      <div className="big-buttons verdicts-three">
        {grades.map((grade, i) => (
          <Tooltip key={grade} title={whyNot(grade)}>
            <button
              type="button"
              className={`big verdict ${grade}`}
              disabled={inspect.isPending || whyNot(grade) !== undefined}
              onClick={() => judge(grade)}
            >
              <kbd>{i + 1}</kbd>
              {words('grade', grade)}
            </button>
          </Tooltip>
        ))}
      </div>
      {failed.length > 0 && photos.length === 0 ? <p className="amber">{t('photosNeeded')}</p> : null}
      <p className="step-keys">{t('keysInspect')}</p>
    </div>
  );
}
