import { useTexts } from '../locales/texts.ts';
import type { warehouse } from '../locales/zh/warehouse.ts';
import { Tag, type Tone } from '../parts/tag.tsx';

export type StateName = keyof (typeof warehouse)['state'];

const tones: Record<StateName, Tone> = {
  done: 'green',
  counting: 'blue',
  recounting: 'amber',
  to_approve: 'amber',
  cancelled: 'grey',
  open: 'blue',
  finished: 'green',
  draft: 'grey',
  sent: 'blue',
  answered: 'amber',
  credited: 'green',
  refused: 'red',
  declined: 'red',
};
const isState = (state: string): state is StateName => state in tones;

export function DocumentState({ of }: { of: string }) {
  const t = useTexts('warehouse');
  return isState(of) ? <Tag tone={tones[of]}>{t(`state.${of}`)}</Tag> : <Tag tone="grey">{of}</Tag>;
}
