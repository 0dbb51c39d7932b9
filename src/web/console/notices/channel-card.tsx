import { Alert } from 'antd';
import type { NoticeChannelView } from '../../../contract/notices.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { Answer } from './answer.tsx';
import { ChannelTools } from './channel-tools.tsx';
import { DeliveryState } from './delivery-state.tsx';
import type { Kind } from './entry.ts';
import { useSide } from './use-side.ts';

type Props = { channel: NoticeChannelView; kind: Kind | undefined; onEdit: () => void; onHistory: () => void };

export function ChannelCard({ channel, kind, onEdit, onHistory }: Props) {
  const side = useSide();
  const t = useTexts('notices');
  const where = channel.settings['url'] ?? channel.settings['to'];
  return (
    <Panel title={channel.name} tools={<State of={channel} />}>
      <p className="faint notice-where">
        {kind?.label[side] ?? channel.kind}
        {where ? ` · ${where.replace(/\s+/g, ' ')}` : null}
      </p>
      {channel.failingSince && channel.lastError && !channel.paused ? (
        <Failing since={channel.failingSince} answer={channel.lastError} />
      ) : null}
      {channel.paused ? (
        <p className="faint">{channel.lastError ? <Answer of={channel.lastError} /> : t('pausedHint')}</p>
      ) : null}
      <Terms of={channel} />
      <Figures of={channel} />
      <ChannelTools channel={channel} onEdit={onEdit} onHistory={onHistory} />
    </Panel>
  );
}

function State({ of }: { of: NoticeChannelView }) {
  const t = useTexts('notices');
  if (of.paused) return <Tag tone="grey">{t('paused')}</Tag>;
  if (of.failingSince) return <Tag tone="red">{t('failing')}</Tag>;
  return of.lastSentAt ? <Tag tone="green">{t('working')}</Tag> : <Tag tone="blue">{t('notYet')}</Tag>;
}

function Failing({ since, answer }: { since: string; answer: string }) {
  const t = useTexts('notices');
  const formats = useFormats();
  const now = useNow();
  return (
    <>
      <Alert type="error" showIcon className="notice-failing" title={<Answer of={answer} />} />
      <p className="faint">{t('failingSince', { when: formats.when(since, now, { time: true }) })}</p>
    </>
  );
}

/** What goes there and when, as somebody would say it. */
function Terms({ of: { severities, topics, quiet, digestAt } }: { of: NoticeChannelView }) {
  const t = useTexts('notices');
  return (
    <dl className="pairs notice-terms">
      <dt>{t('takes')}</dt>
      <dd>
        {severities.length === 0 ? t('allSeverities') : severities.map((each) => t(`severity.${each}`)).join(' / ')}
        {' · '}
        {topics.length === 0 ? t('allTopics') : topics.map((each) => t(`topic.${each}`)).join(' / ')}
      </dd>
      <dt>{t('quietHours')}</dt>
      <dd>{quiet ? t('quietFromTo', quiet) : t('quietNone')}</dd>
      <dt>{t('digest')}</dt>
      <dd>{digestAt ? t('digestAt', { time: digestAt }) : t('digestNone')}</dd>
    </dl>
  );
}

function Figures({ of: { lastSentAt, last, waiting, lost } }: { of: NoticeChannelView }) {
  const t = useTexts('notices');
  return (
    <dl className="pairs notice-terms">
      <dt>{t('lastSent')}</dt>
      <dd>{lastSentAt ? <When at={lastSentAt} time /> : t('never')}</dd>
      {last ? (
        <>
          <dt>{t('last')}</dt>
          <dd className="notice-last" title={last.title}>
            <DeliveryState of={last.state} /> {last.title}
          </dd>
        </>
      ) : null}
      <dt>{t('waiting')}</dt>
      <dd className="number">{waiting}</dd>
      {lost > 0 ? (
        <>
          <dt>{t('lost')}</dt>
          <dd>
            <Tag tone="red">{lost}</Tag>
          </dd>
        </>
      ) : null}
    </dl>
  );
}
