import { type RmaView, rejectRma } from '../../../contract/returns.ts';
import type { PersonCommand } from '../../../domain/returns/guards.ts';
import { OfferDialog } from '../talk/offer-dialog.tsx';
import { TellAgainDialog } from '../talk/tell-again-dialog.tsx';
import { AddPhotosDialog } from './add-photos-dialog.tsx';
import { AskEvidenceDialog } from './ask-evidence-dialog.tsx';
import { ConvertDialog } from './convert-dialog.tsx';
import { DisputeDialog } from './dispute-dialog.tsx';
import { ExtendDialog } from './extend-dialog.tsx';
import { InterceptDialog } from './intercept-dialog.tsx';
import { LineWorkDialog } from './line-work-dialog.tsx';
import { ParcelDialog } from './parcel-dialog.tsx';
import { PickupDialog } from './pickup-dialog.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { RetryDialog } from './retry-dialog.tsx';
import { ShipDialog } from './ship-dialog.tsx';
import { useRmaAct } from './use-rma-act.ts';
import { WithdrawDialog } from './withdraw-dialog.tsx';

type Props = { rma: RmaView; open: PersonCommand | null; onClose: () => void; onDecided?: () => void };

/** The dialog of the button that was pressed. Each is made anew when it opens, so no old words stand in it. */
export function CaseDialogs({ rma, open, onClose, onDecided }: Props) {
  const reject = useRmaAct(rejectRma, 'reject', rma, {
    onDone: () => {
      onClose();
      onDecided?.();
    },
  });
  const suggested = rma.decision?.outcome['suggestRejection'];
  const reasonCode =
    typeof suggested === 'object' && suggested !== null && 'reasonCode' in suggested
      ? String(suggested.reasonCode)
      : '';
  const own = { rma, onClose };
  return (
    <>
      <RejectDialog
        open={open === 'reject'}
        subject={`${rma.number} · ${rma.order.buyer.nick}`}
        rmaId={rma.id}
        suggested={reasonCode}
        busy={reject.isPending}
        onClose={onClose}
        onReject={(body) => reject.mutate({ params: { rmaId: rma.id }, body })}
      />
      {open === 'request_evidence' ? <AskEvidenceDialog {...own} {...(onDecided ? { onDecided } : {})} /> : null}
      {open === 'add_evidence' ? <AddPhotosDialog {...own} /> : null}
      {open === 'announce_parcel' ? <ParcelDialog {...own} /> : null}
      {open === 'book_pickup' ? <PickupDialog {...own} /> : null}
      {open === 'intercept_outbound' ? <InterceptDialog {...own} /> : null}
      {open === 'request_refund' ? <RefundDialog {...own} /> : null}
      {open === 'retry_refund' ? <RetryDialog {...own} /> : null}
      {open === 'convert' ? <ConvertDialog {...own} /> : null}
      {open === 'ship_replacement' ? <ShipDialog {...own} /> : null}
      {open === 'extend_deadline' ? <ExtendDialog {...own} /> : null}
      {open === 'make_offer' ? <OfferDialog {...own} /> : null}
      {open === 'record_dispute' ? <DisputeDialog {...own} /> : null}
      {open === 'tell_again' ? <TellAgainDialog {...own} /> : null}
      {open === 'withdraw' ? <WithdrawDialog {...own} /> : null}
      {open === 'inspect_line' || open === 'dispose_line' ? <LineWorkDialog {...own} work={open} /> : null}
    </>
  );
}
