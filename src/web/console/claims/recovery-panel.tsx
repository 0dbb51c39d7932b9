import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ClaimView, PostageView } from '../../../contract/claim-views.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { When } from '../parts/when.tsx';
import { AnswerDialog, AppealDialog, ClaimPaymentDialog, CloseClaimDialog } from './claim-dialogs.tsx';
import { type ClaimStart, FileClaimDialog } from './file-claim-dialog.tsx';
import { type ClaimAct, claimActs, mayDo, type PostageAct, postageActs } from './possible.ts';
import {
  AskPostageDialog,
  DeclinePostageDialog,
  InsuranceDialog,
  PayPostageDialog,
  RecoverPostageDialog,
} from './postage-dialogs.tsx';
import { claimTone, postageTone } from './tones.ts';
import { usePartyName } from './use-party-name.ts';

type Open =
  | { act: 'file_claim'; start: ClaimStart }
  | { act: 'ask_postage' }
  | { act: ClaimAct; claim: ClaimView }
  | { act: PostageAct; postage: PostageView };

/** What is demanded for the losses of a return, and the freight that its buyer wants back. */
export function RecoveryPanel({ rma }: { rma: RmaView }) {
  const t = useTexts('claims');
  const { get, change } = useAddress();
  // A dialog goes by the return as it was when it opened.
  const [open, setOpen] = useState<{ rma: RmaView; what: Open } | null>(null);
  const show = (what: Open) => setOpen({ rma, what });
  const [mayFile, mayAsk] = [mayDo(rma, 'file_claim'), mayDo(rma, 'ask_postage')];
  // An alert links here with what it knows.
  const asked: Open | null =
    get('do') === 'file_claim' && mayFile
      ? { act: 'file_claim', start: { cause: get('cause'), waybill: get('waybill') } }
      : get('do') === 'ask_postage' && mayAsk
        ? { act: 'ask_postage' }
        : null;
  const close = () => {
    setOpen(null);
    if (get('do')) change({ do: null, cause: null, waybill: null }, { replace: true });
  };
  const shown = open ?? (asked ? { rma, what: asked } : null);
  const isEmpty = rma.claims.length + rma.postages.length === 0;
  if (isEmpty && !mayFile && !mayAsk && !shown) return null;
  const isLost = rma.claims.some(({ cause, accepted }) => cause === 'lost' && accepted.minor !== '0');
  const waits = rma.lines.some(({ reception }) => reception === 'awaiting' || reception === 'in_transit');
  return (
    <Panel
      title={t('panel')}
      className="recovery"
      tools={
        <span className="recovery-tools">
          {mayFile ? (
            <Button size="small" onClick={() => show({ act: 'file_claim', start: {} })}>
              {t('file')}
            </Button>
          ) : null}
          {mayAsk ? (
            <Button size="small" onClick={() => show({ act: 'ask_postage' })}>
              {t('ask')}
            </Button>
          ) : null}
        </span>
      }
    >
      {isEmpty ? <p className="faint">{t('panelEmpty')}</p> : null}
      {isLost && waits ? (
        <p className="amber">
          {t('markMissing')} <Link to={`/receiving?code=${encodeURIComponent(rma.number)}`}>{t('toGoods')}</Link>
        </p>
      ) : null}
      <ul className="recovery-list">
        {rma.claims.map((claim) => (
          <Claim key={claim.id} rma={rma} claim={claim} onAct={(act) => show({ act, claim })} />
        ))}
        {rma.postages.map((postage) => (
          <PostageOf key={postage.waybill} rma={rma} postage={postage} onAct={(act) => show({ act, postage })} />
        ))}
      </ul>
      {shown ? <Dialog rma={shown.rma} what={shown.what} onClose={close} /> : null}
    </Panel>
  );
}

function Dialog({ rma, what, onClose }: { rma: RmaView; what: Open; onClose: () => void }) {
  const own = { rma, onClose };
  switch (what.act) {
    case 'file_claim':
      return <FileClaimDialog {...own} start={what.start} />;
    case 'ask_postage':
      return <AskPostageDialog {...own} />;
    case 'record_claim_answer':
      return <AnswerDialog {...own} claim={what.claim} />;
    case 'record_claim_payment':
      return <ClaimPaymentDialog {...own} claim={what.claim} />;
    case 'appeal_claim':
      return <AppealDialog {...own} claim={what.claim} />;
    case 'close_claim':
      return <CloseClaimDialog {...own} claim={what.claim} />;
    case 'record_insurance':
      return <InsuranceDialog {...own} postage={what.postage} />;
    case 'pay_postage':
      return <PayPostageDialog {...own} postage={what.postage} />;
    case 'decline_postage':
      return <DeclinePostageDialog {...own} postage={what.postage} />;
    case 'recover_postage':
      return <RecoverPostageDialog {...own} postage={what.postage} />;
  }
}

const claimVerbs = {
  record_claim_answer: 'answer',
  record_claim_payment: 'pay',
  appeal_claim: 'appeal',
  close_claim: 'close',
} as const satisfies Record<ClaimAct, string>;

function Claim({ rma, claim, onAct }: { rma: RmaView; claim: ClaimView; onAct: (act: ClaimAct) => void }) {
  const t = useTexts('claims');
  const words = useWords();
  const partyName = usePartyName();
  return (
    <li>
      <div className="recovery-head">
        <Tag tone={claimTone(claim)}>{words('claimState', claim.state)}</Tag>
        <strong>
          {words('claimCause', claim.cause)} · {partyName(claim)}
        </strong>
        <Money of={claim.amount} strong />
      </div>
      <div className="faint recovery-facts">
        {claim.waybill ? <span className="number">{claim.waybill}</span> : null}
        {claim.state === 'filed' ? (
          <span className={claim.overdue ? 'red' : ''}>
            {t('col.due')} <When at={claim.answerDue} />
          </span>
        ) : null}
        {claim.accepted.minor === '0' ? null : (
          <span>
            {t('col.accepted')} {formatMoney(claim.accepted)} · {t('col.paid')} {formatMoney(claim.paid)}
          </span>
        )}
        {claim.writtenOff.minor === '0' ? null : (
          <span>{t('writtenOff', { amount: formatMoney(claim.writtenOff) })}</span>
        )}
        {claim.appeals > 0 ? <span>{t('appeals', { count: claim.appeals })}</span> : null}
      </div>
      {claim.state === 'refused' && claim.refusedBecause ? (
        <p className="red">{t('refusedBecause', { because: claim.refusedBecause })}</p>
      ) : null}
      <div className="recovery-acts">
        {claimActs(rma, claim).map((act) => (
          <Button key={act} size="small" onClick={() => onAct(act)}>
            {t(claimVerbs[act])}
          </Button>
        ))}
        <Link to={`/claims/${claim.id}`}>{t('claimFile')}</Link>
      </div>
    </li>
  );
}

const postageVerbs = {
  record_insurance: 'insurance',
  pay_postage: 'payPostage',
  decline_postage: 'decline',
  recover_postage: 'recover',
} as const satisfies Record<PostageAct, string>;

function PostageOf({ rma, postage, onAct }: { rma: RmaView; postage: PostageView; onAct: (act: PostageAct) => void }) {
  const t = useTexts('claims');
  const words = useWords();
  const { insurance } = postage;
  return (
    <li>
      <div className="recovery-head">
        <Tag tone={postageTone(postage.state)}>{words('postageState', postage.state)}</Tag>
        <strong>{t('postage')}</strong>
        <Money of={postage.asked} strong />
      </div>
      <div className="faint recovery-facts">
        <span className="number">{postage.waybill}</span>
        <span>
          {t(`askedBy.${postage.askedBy}`)} <When at={postage.askedAt} />
        </span>
        {postage.payouts.map((payout) => (
          <span key={payout.reference}>
            {t('paidBy', { who: words('postagePayer', payout.by), amount: formatMoney(payout.amount) })}
          </span>
        ))}
        {insurance?.amount ? <span>{t('insurerPaid', { amount: formatMoney(insurance.amount) })}</span> : null}
        {insurance?.because ? <span>{t('insurerRefused', { because: insurance.because })}</span> : null}
        {postage.declinedBecause ? <span>{t('declinedBecause', { because: postage.declinedBecause })}</span> : null}
        {postage.state === 'part_paid' ? <span>{t('left', { amount: formatMoney(postage.left) })}</span> : null}
      </div>
      {postage.paidTwice.minor === '0' ? null : (
        <p className="red">{t('twice', { amount: formatMoney(postage.paidTwice) })}</p>
      )}
      <div className="recovery-acts">
        {postageActs(rma, postage).map((act) => (
          <Button key={act} size="small" onClick={() => onAct(act)}>
            {t(postageVerbs[act])}
          </Button>
        ))}
      </div>
    </li>
  );
}
