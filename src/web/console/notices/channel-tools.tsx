import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import {
  deleteNoticeChannel,
  listNoticeChannels,
  type NoticeChannelView,
  pauseNoticeChannel,
  testNoticeChannel,
} from '../../../contract/notices.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useAnswerText } from './use-answer-text.ts';
import { useSide } from './use-side.ts';

type Props = { channel: NoticeChannelView; onEdit: () => void; onHistory: () => void };

export function ChannelTools({ channel, onEdit, onHistory }: Props) {
  const t = useTexts('notices');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const onRefused = useShowProblem();
  const refresh = () => void queries.invalidateQueries({ queryKey: [listNoticeChannels.path] });
  const params = { channelId: channel.id };
  const pause = useAct(pauseNoticeChannel, {
    onRefused,
    onDone: ({ paused }) => {
      void message.success(t(paused ? 'pausedDone' : 'resumedDone'));
      refresh();
    },
  });
  return (
    <p className="shop-tools notice-tools">
      <Test channel={channel} onDone={refresh} />
      <Button size="small" onClick={onHistory}>
        {t('history')}
      </Button>
      <Button size="small" onClick={onEdit}>
        {t('edit')}
      </Button>
      <Button
        size="small"
        loading={pause.isPending}
        onClick={() => pause.mutate({ params, body: { paused: !channel.paused } })}
      >
        {t(channel.paused ? 'resume' : 'pause')}
      </Button>
      <Remove channel={channel} onDone={refresh} />
    </p>
  );
}

/** The answer of the other side stays on the screen long enough to be read. */
function Test({ channel, onDone }: { channel: NoticeChannelView; onDone: () => void }) {
  const t = useTexts('notices');
  const language = useSide();
  const say = useAnswerText();
  const { message } = App.useApp();
  const test = useAct(testNoticeChannel, {
    onRefused: useShowProblem(),
    onDone: ({ ok, problem }) => {
      if (!ok) void message.error(t('testFailed', { problem: say(problem ?? '') }), 8);
      else if (problem) void message.warning(t('testRemark', { remark: problem }), 8);
      else void message.success(t('testFine'), 5);
      onDone();
    },
  });
  const run = () => test.mutate({ params: { channelId: channel.id }, body: { language } });
  return (
    <Button size="small" loading={test.isPending} onClick={run}>
      {t('test')}
    </Button>
  );
}

function Remove({ channel, onDone }: { channel: NoticeChannelView; onDone: () => void }) {
  const t = useTexts('notices');
  const { modal, message } = App.useApp();
  const remove = useAct(deleteNoticeChannel, {
    onRefused: useShowProblem(),
    onDone: () => {
      void message.success(t('removed'));
      onDone();
    },
  });
  const ask = () =>
    modal.confirm({
      title: t('removeAsk', { name: channel.name }),
      content: t('removeHint', { count: channel.waiting }),
      okText: t('remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync({ params: { channelId: channel.id } }).catch(() => undefined),
    });
  return (
    <Button size="small" danger type="text" onClick={ask}>
      {t('remove')}
    </Button>
  );
}
