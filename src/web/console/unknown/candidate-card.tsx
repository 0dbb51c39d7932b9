import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { Link } from 'react-router';
import type { CandidateView, UnknownView } from '../../../contract/unknown-parcels.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';
import { useRefusal } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import type { useBinding } from './use-binding.tsx';
import { isStartingPoint, useMatchReason } from './use-match-reason.ts';

type Props = {
  candidate: CandidateView;
  parcel: UnknownView;
  binding: ReturnType<typeof useBinding>;
  first: boolean;
  onOpenReturn: (candidate: CandidateView) => void;
};

const likelihoods = [
  { from: 0.8, key: 'high', tone: 'green' },
  { from: 0.2, key: 'middle', tone: 'blue' },
  { from: 0, key: 'low', tone: 'grey' },
] as const;

/** Never certain, and never nothing: that would be more than the matcher knows. */
export const percentOf = (score: number): number => Math.min(99, Math.max(1, Math.round(score * 100)));

/** Whose it may be, how sure that is and why, and the one press that settles it. */
export function CandidateCard({ candidate, parcel, binding, first, onOpenReturn }: Props) {
  const t = useTexts('unknownParcels');
  const words = useWords();
  const { rma, order, buyer, expected, score } = candidate;
  const likelihood = likelihoods.find(({ from }) => score >= from) ?? likelihoods[2];
  return (
    <li className={`candidate${first ? ' first' : ''}`}>
      <header className="candidate-head">
        <strong>
          {rma ? (
            <Link to={`/rmas/${rma.id}`}>{t('ofReturn', { number: rma.number })}</Link>
          ) : (
            <Link to={`/orders/${order.id}`}>{t('ofOrder', { number: order.externalId })}</Link>
          )}
        </strong>
        <Tag tone={likelihood.tone}>{t(`likelihood.${likelihood.key}`)}</Tag>
        <span className="candidate-score">{t('sure', { percent: percentOf(score) })}</span>
      </header>
      <div className="candidate-bar" aria-hidden>
        <i style={{ inlineSize: `${percentOf(score)}%` }} />
      </div>
      <p className="candidate-who">
        <span>{buyer.nick}</span>
        {buyer.phoneTail ? <span className="number">{t('tail', { tail: buyer.phoneTail })}</span> : null}
        <span>{order.shopName || words('channel', order.channel)}</span>
        {rma ? <span>{words('stage', rma.stage)}</span> : null}
      </p>
      <p className="candidate-goods">
        <span className="faint">{t(rma ? 'expected' : 'stillBought')}</span>{' '}
        {expected.map(({ title, quantity }) => `${title} × ${quantity}`).join('，')}
      </p>
      <Reasons candidate={candidate} parcel={parcel} />
      <Settle candidate={candidate} binding={binding} first={first} onOpenReturn={onOpenReturn} />
    </li>
  );
}

function Reasons({ candidate, parcel }: Pick<Props, 'candidate' | 'parcel'>) {
  const titles = new Map([...parcel.items, ...candidate.expected].map(({ sku, title }) => [sku, title]));
  const say = useMatchReason(candidate.kind, titles);
  return (
    <ul className="candidate-reasons">
      {candidate.reasons
        .filter((reason) => !isStartingPoint(reason))
        .map((reason) => (
          <li key={reason.code} className={reason.weight < 0 ? 'against' : 'for'}>
            {reason.weight < 0 ? <CaretDownOutlined aria-hidden /> : <CaretUpOutlined aria-hidden />}
            <span>{say(reason)}</span>
            <span className="number faint">
              {reason.weight < 0 ? '−' : '+'}
              {Math.abs(reason.weight).toFixed(1)}
            </span>
          </li>
        ))}
    </ul>
  );
}

function Settle({ candidate, binding, first, onOpenReturn }: Omit<Props, 'parcel'>) {
  const t = useTexts('unknownParcels');
  const words = useWords();
  const refusal = useRefusal();
  const { may } = useSession();
  const { rma, fits, obstacle } = candidate;
  const needs = rma ? 'goods:receive' : 'rma:open';
  const why = obstacle
    ? refusal(obstacle)
    : may(needs)
      ? undefined
      : refusal({ code: 'not_permitted', permission: needs });
  return (
    <>
      <Tooltip title={why}>
        <Button
          block
          size="large"
          type={first && !why ? 'primary' : 'default'}
          disabled={why !== undefined || binding.busy}
          onClick={() => (rma ? binding.bind(rma.id) : onOpenReturn(candidate))}
        >
          {t(rma ? 'bind' : 'openReturn', { count: fits })}
        </Button>
      </Tooltip>
      {why ? (
        <p className="amber candidate-why">
          {why}
          {rma && obstacle?.code === 'not_approved' ? (
            <>
              {' '}
              <Link to={`/rmas/${rma.id}`}>{words('review', rma.review)}</Link>
            </>
          ) : null}
        </p>
      ) : null}
    </>
  );
}
