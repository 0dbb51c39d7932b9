import type { RmaRow, RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';

/** How a platform stands to the return: whether it knows, whether a person must do it there, whether its staff judge. */
export function PlatformTags({ of }: { of: Pick<RmaRow, 'channelPush' | 'intervention'> }) {
  const words = useWords();
  return (
    <>
      {of.intervention ? (
        <Tag tone={of.intervention === 'open' ? 'red' : 'grey'}>{words('intervention', of.intervention)}</Tag>
      ) : null}
      {of.channelPush === 'failed' ? <Tag tone="red">{words('channelPush', 'failed')}</Tag> : null}
      {of.channelPush === 'at_platform' ? <Tag tone="amber">{words('channelPush', 'at_platform')}</Tag> : null}
    </>
  );
}

/** What the tags mean for whoever works on it. */
export function PlatformHints({ of }: { of: RmaView }) {
  const t = useTexts('rma');
  const words = useWords();
  const decided = of.timeline.findLast((entry) => entry.type === 'platform_decided')?.data['outcome'];
  return (
    <>
      {of.intervention === 'open' ? <p className="amber">{t('interventionHint')}</p> : null}
      {of.intervention === 'decided' && typeof decided === 'string' ? (
        <p className="faint">{t('platformRuling', { outcome: words('ruling', decided) })}</p>
      ) : null}
      {of.channelPush === 'at_platform' ? <p className="amber">{t('atPlatformHint')}</p> : null}
    </>
  );
}
