import { currentPolicy } from '../../../contract/policy.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import type { Content } from './content.ts';
import { differenceOf } from './difference.ts';
import { DifferenceList } from './difference-list.tsx';

/** What publishing would change. */
export function DraftDifference({ content }: { content: Content }) {
  const t = useTexts('policy');
  const live = useRead(currentPolicy, {});
  if (live.error && !live.data) return <Failed error={live.error} retry={live.refetch} />;
  if (!live.data) return <Waiting rows={4} />;
  return (
    <Panel title={t('difference.toLive', { version: live.data.version })}>
      <DifferenceList
        difference={differenceOf(live.data.content, content)}
        before={live.data.content}
        after={content}
      />
    </Panel>
  );
}
