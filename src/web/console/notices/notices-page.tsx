import { Button } from 'antd';
import { useState } from 'react';
import { listNoticeChannels, listNoticeKinds, type NoticeChannelView } from '../../../contract/notices.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import { ChannelCard } from './channel-card.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import { DeliveriesDrawer } from './deliveries-drawer.tsx';

/** Where notices go: what for, when, and whether they get there. */
export default function NoticesPage() {
  const t = useTexts('notices');
  const [editing, setEditing] = useState<NoticeChannelView | 'new' | null>(null);
  const [shown, setShown] = useState<NoticeChannelView | null>(null);
  const answer = useRead(listNoticeChannels, {}, { everyMs: 15_000 });
  const kinds = useRead(listNoticeKinds, {}).data?.kinds ?? [];
  const channels = answer.data?.channels ?? [];
  const add = (
    <Button type="primary" onClick={() => setEditing('new')}>
      {t('add')}
    </Button>
  );
  const isEmpty = answer.data !== undefined && channels.length === 0;
  return (
    <Page title={t('title')} note={t('note')} tools={isEmpty ? null : add}>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {isEmpty ? (
        <Blank title={t('none')} hint={t('noneHint')}>
          {add}
        </Blank>
      ) : null}
      <div className="notice-channels">
        {channels.map((channel) => (
          <ChannelCard
            key={channel.id}
            channel={channel}
            kind={kinds.find(({ id }) => id === channel.kind)}
            onEdit={() => setEditing(channel)}
            onHistory={() => setShown(channel)}
          />
        ))}
      </div>
      {editing ? (
        <ChannelDialog
          channel={editing === 'new' ? null : editing}
          kinds={kinds}
          zone={answer.data?.timeZone ?? ''}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {shown ? <DeliveriesDrawer channel={shown} onClose={() => setShown(null)} /> : null}
    </Page>
  );
}
