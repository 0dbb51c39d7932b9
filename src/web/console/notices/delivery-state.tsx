import type { DeliveryView } from '../../../contract/notices.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag, type Tone } from '../parts/tag.tsx';

const tones: Record<DeliveryView['state'], Tone> = { waiting: 'blue', sent: 'green', rejected: 'red', given_up: 'red' };

/** What became of a notice on its channel. */
export function DeliveryState({ of }: { of: DeliveryView['state'] }) {
  const t = useTexts('notices');
  return <Tag tone={tones[of]}>{t(`state.${of}`)}</Tag>;
}
