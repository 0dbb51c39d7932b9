import { Button } from 'antd';
import { useState } from 'react';
import { currentPolicy } from '../../../contract/policy.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import type { Row } from './content.ts';
import { Drafts } from './drafts.tsx';
import { NewDraftDialog } from './new-draft-dialog.tsx';
import { Releases } from './releases.tsx';
import { RollOutBanner } from './roll-out-banner.tsx';
import { RuleCases } from './rule-cases.tsx';
import { RuleTable } from './rule-table.tsx';
import { Terms } from './terms.tsx';
import { Versions } from './versions.tsx';

const tabs = ['live', 'drafts', 'versions', 'releases'] as const;

/** The live rules, what is being worked on, and what was before. */
export default function PolicyPage() {
  const t = useTexts('policy');
  const { may } = useSession();
  const { get } = useAddress();
  const [making, setMaking] = useState(false);
  const answer = useRead(currentPolicy, {});
  const tab = tabs.find((name) => name === get('tab')) ?? 'live';
  const policy = answer.data;
  return (
    <Page
      title={t('title')}
      note={policy ? <Published policy={policy} /> : t('note')}
      tools={
        may('policy:edit') ? (
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('edit')}
          </Button>
        ) : null
      }
    >
      <TabLinks
        label={t('title')}
        param="tab"
        current={tab}
        tabs={tabs.map((key) => ({ key, name: t(`tabs.${key}`) }))}
      />
      {policy ? <RollOutBanner release={policy.release} /> : null}
      {tab === 'live' && answer.error && !policy ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {tab === 'live' && answer.isPending ? <Waiting rows={10} /> : null}
      {tab === 'live' && policy ? <Live policy={policy} /> : null}
      {tab === 'drafts' ? <Drafts onNew={() => setMaking(true)} /> : null}
      {tab === 'versions' ? <Versions release={policy?.release ?? null} /> : null}
      {tab === 'releases' ? <Releases /> : null}
      {making ? <NewDraftDialog live={policy?.version ?? null} onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

type Policy = ReplyOf<typeof currentPolicy>;

function Published({ policy }: { policy: Policy }) {
  const t = useTexts('policy');
  return (
    <>
      {t('note')} · {t('version', { version: policy.version })} <When at={policy.publishedAt} />
      {policy.publishedBy.name ? ` · ${policy.publishedBy.name}` : null}
    </>
  );
}

function Live({ policy }: { policy: Policy }) {
  const [opened, setOpened] = useState<Row | null>(null);
  return (
    <>
      <Terms content={policy.content} />
      <RuleTable rows={policy.content.rows} hits={policy.hits30Days} onHits={setOpened} />
      {opened ? <RuleCases row={opened} onClose={() => setOpened(null)} /> : null}
    </>
  );
}
