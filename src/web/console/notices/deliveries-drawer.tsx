import { Button, Drawer } from 'antd';
import { type DeliveryView, listDeliveries, type NoticeChannelView } from '../../../contract/notices.ts';
import { call } from '../../ui/api.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { usePages } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { Answer } from './answer.tsx';
import { DeliveryState } from './delivery-state.tsx';

/** What went out on a channel, and what became of it. */
export function DeliveriesDrawer({ channel, onClose }: { channel: NoticeChannelView; onClose: () => void }) {
  const t = useTexts('notices');
  const shell = useTexts('shell');
  const pages = usePages<DeliveryView>([listDeliveries.path, channel.id], (after, signal) =>
    call(
      listDeliveries,
      { params: { channelId: channel.id }, query: { limit: 30, ...(after ? { after } : {}) } },
      { signal },
    ),
  );
  return (
    <Drawer open onClose={onClose} size={520} title={t('historyOf', { name: channel.name })}>
      {pages.error ? <Failed error={pages.error} retry={pages.refetch} /> : null}
      {pages.isPending ? <Waiting /> : null}
      {pages.data && pages.rows.length === 0 ? <Blank title={t('historyNone')} /> : null}
      <ul className="notice-deliveries">
        {pages.rows.map((delivery) => (
          <Delivery key={delivery.noticeId} of={delivery} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {shell('loadMore')}
        </Button>
      ) : null}
    </Drawer>
  );
}

function Delivery({ of }: { of: DeliveryView }) {
  const t = useTexts('notices');
  const formats = useFormats();
  const now = useNow();
  return (
    <li>
      <div className="notice-delivery-head">
        <a href={of.url}>{of.title}</a>
        <DeliveryState of={of.state} />
      </div>
      <p className="faint">
        {t(`severity.${of.severity}`)} · <When at={of.givenAt} time />
        {of.inDigest ? ` · ${t('inDigest')}` : null}
        {of.attempts > 1 ? ` · ${t('attempts', { count: of.attempts })}` : null}
        {of.nextAt ? ` · ${t('nextAt', { when: formats.when(of.nextAt, now, { time: true }) })}` : null}
      </p>
      {of.cause ? (
        <p className="notice-cause">
          <Answer of={of.cause} />
        </p>
      ) : null}
    </li>
  );
}
