import type { ChannelPort, ChannelRefundRef } from '../../connectors/channel/port.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { RmaCommand } from '../../domain/returns/commands.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { read } from '../returns/rma-store.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { sentenceOf } from './fault-sentence.ts';

export type ExtendDeadline = { merchantId: MerchantId; rmaId: RmaId };

type Outcome = Extract<RmaCommand, { type: 'record_extension' }>;

/** Asks the platform for more time, as often as it takes to know its answer. */
export async function extendDeadlineAtChannel(app: App, { merchantId, rmaId }: ExtendDeadline): Promise<void> {
  const { rma } = present(
    await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId)),
    'the return whose time is to be extended',
  );
  const { extension, channelRef } = rma;
  if (extension?.state !== 'asked' || !channelRef) return;
  const port = await app.shops.channel(merchantId, rma.shopId);
  const outcome = port ? await askFor(port, channelRef, extension) : refusal('not_connected', rma.channel);
  await runRmaCommand(app, rmaId, outcome, {
    merchantId,
    commandId: `${rmaId}:extension:${rma.version}`,
    actor: { kind: 'system', id: rma.channel },
  });
}

const refusal = (code: string, message: string): Outcome => ({
  type: 'record_extension',
  outcome: 'refused',
  message: `${code}: ${message}`,
});

async function askFor(
  port: ChannelPort,
  ref: ChannelRefundRef,
  { days, dueAt }: { days: number; dueAt: Instant },
): Promise<Outcome> {
  if (!port.capabilities.extend || !port.extend)
    return refusal('not_supported', 'extend it in the platform’s own console');
  // A call of ours whose answer was lost may have been heard: then the platform's clock has moved already.
  const longer = async (): Promise<Outcome | undefined> => {
    const read = await readDeadline(port, ref);
    if ('fault' in read) throw new Error(`whether the platform has given more time cannot be read: ${read.fault}`);
    return read.at && read.at > dueAt ? grant(read.at) : undefined;
  };
  const before = await longer();
  if (before) return before;
  const acted = await port.extend(ref, days);
  switch (acted.kind) {
    case 'throttled':
      throw new Error(`throttled for ${acted.retryAfterMs} ms`);
    case 'unknown':
      throw new Error(`whether the platform gave more time is unknown: ${acted.cause}`);
    case 'unauthorised':
      return refusal(acted.code, acted.message);
    case 'refused':
      // More than once it gives nothing: it may refuse because it heard us the first time, and show that only now.
      return (await longer()) ?? refusal(acted.code, acted.message);
    case 'done': {
      // How much more is the platform's to say. Where its document does not say it yet, the next one will.
      const read = await readDeadline(port, ref);
      return grant(('at' in read ? read.at : undefined) ?? dueAt);
    }
  }
}

const grant = (until: Instant): Outcome => ({ type: 'record_extension', outcome: 'granted', until });

async function readDeadline(
  port: ChannelPort,
  ref: ChannelRefundRef,
): Promise<{ at: Instant | undefined } | { fault: string }> {
  const found = await port.getRefund(ref.externalId);
  if (found.kind === 'absent') return { fault: 'the platform has no such document' };
  if (found.kind !== 'document') return { fault: sentenceOf(found) };
  const decoded = port.decodeRefund(found.document.raw);
  return decoded.kind === 'refund' ? { at: decoded.refund.deadlineAt } : { fault: decoded.reason };
}
