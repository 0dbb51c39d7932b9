import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Image } from 'antd';
import { acceptOffer, getThread, messageId, resendMessage, type ThreadMessage } from '../../../contract/negotiation.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Cause } from '../parts/cause.tsx';
import { pictureOf, thumbOf } from '../parts/photo-picker.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useTalkDone } from './use-talk-done.ts';

/** One thing that was said, at the side of who said it. */
export function TalkLine({ rma, message }: { rma: RmaView; message: ThreadMessage }) {
  const t = useTexts('talk');
  const side = message.via === 'note' ? 'inside' : message.direction === 'in' ? 'theirs' : 'ours';
  return (
    <li className={`talk-line ${side}`}>
      <p className="talk-who">
        {whoSays()} · <When at={message.writtenAt} time />
        {message.via === 'note' ? <span> · {t('viaNote')}</span> : null}
      </p>
      <p className="talk-body">{message.body}</p>
      <Pictures message={message} />
      <Outcome rma={rma} message={message} />
      <SaidYes rma={rma} message={message} />
    </li>
  );

  function whoSays(): string {
    const { kind, name } = message.author;
    if (message.direction === 'in') return t(kind === 'buyer' ? 'who.buyer' : 'who.platform');
    if (message.via === 'note') return name || t('who.colleague');
    return name || t('who.us');
  }
}

function Pictures({ message }: { message: ThreadMessage }) {
  const t = useTexts('talk');
  const rma = useTexts('rma');
  if (message.pictures.length === 0) {
    return message.picturesElsewhere > 0 && message.direction === 'in' ? (
      <p className="faint">{t('atPlatform', { count: message.picturesElsewhere })}</p>
    ) : null;
  }
  return (
    <Image.PreviewGroup>
      <div className="evidence small">
        {message.pictures.map((file, i) => (
          <Image
            key={file}
            src={thumbOf(file)}
            preview={{ src: pictureOf(file) }}
            alt={rma('photo', { n: i + 1 })}
            width={48}
            height={48}
          />
        ))}
      </div>
    </Image.PreviewGroup>
  );
}

const tones = { pending: 'blue', failed: 'red', unknown: 'amber' } as const;

/** What became of a message to the platform, where that is more than "sent". */
function Outcome({ rma, message }: { rma: RmaView; message: ThreadMessage }) {
  const t = useTexts('talk');
  const { modal } = App.useApp();
  const showProblem = useShowProblem();
  const done = useTalkDone();
  const again = useAct(resendMessage, { onRefused: showProblem, onDone: (reply) => done(reply, t('sentAgain')) });
  const { state } = message;
  if (state !== 'pending' && state !== 'failed' && state !== 'unknown') return null;
  const id = messageId.safeParse(message.id);
  const run = () => id.success && again.mutate({ params: { rmaId: rma.id, messageId: id.data }, body: {} });
  const ask = () =>
    state === 'failed'
      ? run()
      : modal.confirm({
          title: t('sendAgainAsk'),
          content: t('sendAgainBody'),
          okText: t('sendAgainGo'),
          onOk: run,
        });
  return (
    <div className="talk-outcome">
      <Tag tone={tones[state]}>{t(`state.${state}`)}</Tag>
      <Cause of={message.cause} />
      {state === 'unknown' ? <p>{t('unknownHint')}</p> : null}
      {state === 'pending' ? null : (
        <Button size="small" loading={again.isPending} onClick={ask}>
          {t('sendAgain')}
        </Button>
      )}
    </div>
  );
}

/** The buyer says yes in his own words: a colleague may take that down, with the message as its proof. */
function SaidYes({ rma, message }: { rma: RmaView; message: ThreadMessage }) {
  const t = useTexts('talk');
  const { modal } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const done = useTalkDone();
  const offer = rma.offers.find((one) => one.state === 'open');
  const accept = useAct(acceptOffer, {
    onRefused: showProblem,
    onDone: (reply) => done(reply, t('offerState.accepted')),
  });
  const id = messageId.safeParse(message.id);
  const fits =
    offer &&
    id.success &&
    message.via === 'portal' &&
    message.author.kind === 'buyer' &&
    message.writtenAt >= offer.madeAt;
  if (!fits) return null;
  const ask = () =>
    modal.confirm({
      title: t('saidYesAsk'),
      content: t('saidYesBody', { words: message.body.slice(0, 80), amount: formatMoney(offer.amount) }),
      okText: t('saidYesGo'),
      onOk: () =>
        accept
          .mutateAsync({ params: { rmaId: rma.id, offerId: offer.id }, body: { messageId: id.data } })
          .then(() => queries.invalidateQueries({ queryKey: [getThread.path] }))
          .catch(() => undefined),
    });
  return (
    <Button size="small" type="link" className="flush" onClick={ask}>
      {t('buyerSaidYes')}
    </Button>
  );
}
