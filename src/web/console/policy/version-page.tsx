import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { currentPolicy, policyVersion } from '../../../contract/policy.ts';
import { problemOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import type { Content } from './content.ts';
import { differenceOf } from './difference.ts';
import { DifferenceList } from './difference-list.tsx';
import { NewDraftDialog } from './new-draft-dialog.tsx';
import { RollBack } from './roll-back.tsx';
import { RuleTable } from './rule-table.tsx';
import { Terms } from './terms.tsx';

/** One published rule set as it was and stays, alone or beside another. */
export default function VersionPage() {
  const t = useTexts('policy');
  const { version = '' } = useParams();
  const { get } = useAddress();
  const answer = useRead(policyVersion, { params: { version } });
  const other = get('with');
  if (answer.error && problemOf(answer.error).status < 500 && !answer.data) {
    return (
      <Blank title={t('versionMissing')} hint={t('versionMissingHint')}>
        <Link to="/policy?tab=versions">
          <Button>{t('toVersions')}</Button>
        </Link>
      </Blank>
    );
  }
  return (
    <Page
      title={t('versionShort', { version })}
      note={
        answer.data ? (
          <>
            <When at={answer.data.publishedAt} time />
            {answer.data.publishedBy.name ? ` · ${t('by', { name: answer.data.publishedBy.name })}` : null}
            {answer.data.note ? ` · ${answer.data.note}` : null}
          </>
        ) : null
      }
      tools={answer.data ? <Tools version={answer.data.version} /> : null}
    >
      {answer.error && !answer.data ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={10} /> : null}
      {answer.data && other ? <Compared version={Number(version)} content={answer.data.content} other={other} /> : null}
      {answer.data && !other ? (
        <>
          <Terms content={answer.data.content} />
          <RuleTable rows={answer.data.content.rows} />
        </>
      ) : null}
    </Page>
  );
}

function Compared({ version, content, other }: { version: number; content: Content; other: string }) {
  const t = useTexts('policy');
  const answer = useRead(policyVersion, { params: { version: other } });
  if (answer.error && !answer.data) return <Failed error={answer.error} retry={answer.refetch} />;
  if (!answer.data) return <Waiting rows={6} />;
  // Read from the older to the newer, whichever was opened first.
  const sides = [
    { version, content },
    { version: answer.data.version, content: answer.data.content },
  ].toSorted((a, b) => a.version - b.version);
  const [before, after] = sides;
  if (!before || !after) return null;
  return (
    <Panel title={t('difference.title', { from: before.version, to: after.version })}>
      <DifferenceList
        difference={differenceOf(before.content, after.content)}
        before={before.content}
        after={after.content}
      />
    </Panel>
  );
}

function Tools({ version }: { version: number }) {
  const t = useTexts('policy');
  const { may } = useSession();
  const { get, change } = useAddress();
  const [asked, setAsked] = useState<'draft' | 'back' | null>(null);
  const live = useRead(currentPolicy, {}).data;
  const close = () => setAsked(null);
  if (!live) return null;
  const isLive = live.version === version;
  const isCandidate = live.release.rollOut?.candidate === version;
  return (
    <>
      <Link to="/policy?tab=versions">{t('toVersions')}</Link>
      {isLive ? <Tag tone="green">{t('state.live')}</Tag> : null}
      {isCandidate ? <Tag tone="blue">{t('state.candidate')}</Tag> : null}
      {isLive ? null : (
        <Button onClick={() => change({ with: get('with') ? null : String(live.version) })}>
          {get('with') ? t('versionShort', { version }) : t('compareLive')}
        </Button>
      )}
      {may('policy:edit') ? <Button onClick={() => setAsked('draft')}>{t('draftFromThis')}</Button> : null}
      {may('policy:publish') && !isLive && !isCandidate ? (
        <Button type="primary" onClick={() => setAsked('back')}>
          {t('rollBack')}
        </Button>
      ) : null}
      {asked === 'draft' ? <NewDraftDialog live={live.version} from={version} onClose={close} /> : null}
      {asked === 'back' ? <RollBack version={version} release={live.release} onClose={close} /> : null}
    </>
  );
}
