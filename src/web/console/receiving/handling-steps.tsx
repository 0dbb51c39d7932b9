import type { HandlingStep } from '../../../contract/receiving.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { pictureOf, thumbOf } from '../parts/photo-picker.tsx';
import { When } from '../parts/when.tsx';

/** Who has done what with a parcel, and when. */
export function HandlingSteps({ steps }: { steps: readonly HandlingStep[] }) {
  const t = useTexts('handheld');
  const words = useWords();
  if (steps.length === 0) return <p className="faint">{t('noSteps')}</p>;
  return (
    <ol className="handling" aria-label={t('steps')}>
      {steps.map((step) => (
        <li key={`${step.step}${step.at}${step.waybill ?? ''}`}>
          <strong>{words('handling', step.step)}</strong>
          <span>{step.actor.name || words('actor', step.actor.kind)}</span>
          <span className="faint">
            <When at={step.at} time />
          </span>
          {step.units === null ? null : <span>{t('stepUnits', { count: step.units })}</span>}
          {step.weightGrams === null ? null : <span>{t('grams', { count: step.weightGrams })}</span>}
          {step.packages === null ? null : <span>{t('packagesOf', { count: step.packages })}</span>}
          {step.photos.map((file) => (
            <a key={file} href={pictureOf(file)} target="_blank" rel="noreferrer">
              <img src={thumbOf(file)} alt="" width={32} height={32} />
            </a>
          ))}
        </li>
      ))}
    </ol>
  );
}
