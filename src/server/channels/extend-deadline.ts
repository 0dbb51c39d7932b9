import type { ChannelPort, ChannelRefundRef } from '../../connectors/channel/port.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { RmaCommand } from '../../domain/returns/commands.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { read } from '../returns/rma-store.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';

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
  const before = await deadlineOf(port, ref);
  if (before && before > dueAt) return { type: 'record_extension', outcome: 'granted', until: before };
  const acted = await port.extend(ref, days);
  if (acted.kind === 'throttled') throw new Error(`throttled for ${acted.retryAfterMs} ms`);
  if (acted.kind === 'unknown') throw new Error(`whether the platform gave more time is unknown: ${acted.cause}`);
  if (acted.kind !== 'done') return refusal(acted.code, acted.message);
  // How much more is the platform's to say. Where its document does not say it yet, the next one will.
  return { type: 'record_extension', outcome: 'granted', until: (await deadlineOf(port, ref)) ?? dueAt };
}

async function deadlineOf(port: ChannelPort, ref: ChannelRefundRef): Promise<Instant | undefined> {
  const found = await port.getRefund(ref.externalId);
  if (found.kind !== 'document') return undefined;
  const decoded = port.decodeRefund(found.document.raw);
  return decoded.kind === 'refund' ? decoded.refund.deadlineAt : undefined;
}
