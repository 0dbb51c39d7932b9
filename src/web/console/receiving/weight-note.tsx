import { Alert } from 'antd';
import type { SignVerdict } from '../../../contract/receiving.ts';
import { useTexts } from '../locales/texts.ts';

/** What the scales say, where they say anything. */
export function WeightNote({ weight }: { weight: SignVerdict['weight'] }) {
  const t = useTexts('handheld');
  if (!weight || weight.says === 'fits') return null;
  const values = { grams: weight.grams, expected: weight.expectedGrams };
  const light = weight.says === 'too_light';
  return <Alert type={light ? 'error' : 'warning'} showIcon title={t(light ? 'tooLight' : 'tooHeavy', values)} />;
}
