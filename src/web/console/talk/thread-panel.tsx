import { ReloadOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { acknowledgeMessages, getThread, pullMessages } from '../../../contract/negotiation.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { Composer } from './composer.tsx';
import { OpenOffer } from './open-offer.tsx';
import { TalkLines } from './talk-lines.tsx';
import { useTalkDone } from './use-talk-done.ts';

const PAGE = 30;

/** Messages, offers, refusals and requests for pictures in one line of time, and where to write. */
export function ThreadPanel({ rma }: { rma: RmaView }) {
  const t = useTexts('talk');
  const { may } = useSession();
  const answer = useRead(getThread, { params: { rmaId: rma.id }, query: { limit: PAGE } }, { keep: true });
  const thread = answer.data;
  const readable = thread?.ways.some((way) => way.readable) ?? false;
  const where = thread?.ways[0]?.via ?? 'platform';
  return (
    <Panel title={t('title')} className="talk" tools={readable && may('rma:review') ? <Ask rma={rma} /> : null}>
      {answer.error && !thread ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {!thread && !answer.error ? <Waiting rows={3} /> : null}
      {thread ? (
        <>
          <TalkLines rma={rma} rows={thread.rows} next={thread.next} newest />
          {thread.rows.length === 0 && rma.offers.length === 0 ? (
            <p className="faint">
              {t('empty')}。{thread.ways.length > 0 ? t('emptyHint', { where: t(`where.${where}`) }) : ''}
            </p>
          ) : null}
          <OpenOffer rma={rma} />
          {may('rma:review') ? (
            <>
              <Waits rma={rma} />
              <Composer rma={rma} ways={thread.ways} values={thread.values} />
            </>
          ) : null}
        </>
      ) : null}
    </Panel>
  );
}

/** The buyer waits; where his words need no answer, one press says so. */
function Waits({ rma }: { rma: RmaView }) {
  const t = useTexts('talk');
  const formats = useFormats();
  const now = useNow();
  const showProblem = useShowProblem();
  const done = useTalkDone();
  const acknowledge = useAct(acknowledgeMessages, {
    onRefused: showProblem,
    onDone: (reply) => done(reply, t('acknowledged')),
  });
  if (!rma.buyerWroteAt) return null;
  return (
    <p className="talk-waits">
      <Tag tone="amber">{t('waits', { when: formats.when(rma.buyerWroteAt, now, { time: true }) })}</Tag>
      <Button
        size="small"
        type="link"
        loading={acknowledge.isPending}
        onClick={() => acknowledge.mutate({ params: { rmaId: rma.id }, body: {} })}
      >
        {t('noAnswerNeeded')}
      </Button>
    </p>
  );
}

/** Has the platform's thread read: once when the case is looked at, and whenever somebody wants. */
function Ask({ rma }: { rma: RmaView }) {
  const t = useTexts('talk');
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const [byHand, setByHand] = useState(false);
  const pull = useAct(pullMessages, {
    onRefused: (error) => byHand && showProblem(error),
    onDone: () => byHand && message.info(t('asking')),
  });
  const asked = useRef(false);
  const { mutate } = pull;
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate({ params: { rmaId: rma.id }, body: {} });
  }, [mutate, rma.id]);
  return (
    <Tooltip title={t('ask')}>
      <Button
        size="small"
        type="text"
        icon={<ReloadOutlined />}
        aria-label={t('ask')}
        loading={byHand && pull.isPending}
        onClick={() => {
          setByHand(true);
          mutate({ params: { rmaId: rma.id }, body: {} });
        }}
      />
    </Tooltip>
  );
}
