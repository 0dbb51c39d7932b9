import { type ChannelPort, ONLY_IN_CONSOLE } from '../../connectors/channel/port.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { PlatformReason } from '../../domain/returns/negotiation.ts';
import { refusalReasons } from '../../domain/returns/refusal-reasons.ts';
import type { ChannelRef, Rma } from '../../domain/returns/rma.ts';
import { toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { sentenceOf } from '../channels/fault-sentence.ts';
import { takesRefusal } from '../returns/kind-at-platform.ts';

const KEPT_MS = 60_000;
const MOST_KEPT = 1_000;

/** `inConsole`: as the document stands, no program can refuse it. */
type Offered = { reasons: PlatformReason[]; problem: string | null; inConsole?: true };
type Kept = { at: number; offered: Offered };

/** The platform takes a refusal of it in its own console only. */
const left = { refuses: false, proof: 'none' as const, reasons: [], problem: null };

/** The grounds there are to refuse a request. A platform's list is kept for a moment: several people look at a case. */
export function refusalList(app: App) {
  const kept = new Map<string, Kept>();
  return async (merchantId: MerchantId, rma: Rma) => {
    const own = refusalReasons.map(({ code, says, article }) => ({ code, ...says, article }));
    const ref = rma.channelRef;
    if (!ref) return { own, platform: null };
    const port = await app.shops.channel(merchantId, rma.shopId);
    if (!port || !takesRefusal(port, rma)) {
      return { own, platform: left };
    }
    const { refusalProof: proof } = port.capabilities;
    const { inConsole, ...offered } = await read(port, ref, `${merchantId}/${rma.id}/${ref.version}`);
    if (inConsole) return { own, platform: left };
    return {
      own,
      platform: {
        refuses: true,
        proof: proof ? (proof.needed ? ('needed' as const) : ('possible' as const)) : ('none' as const),
        ...offered,
      },
    };
  };

  async function read(port: ChannelPort, ref: ChannelRef, key: string): Promise<Offered> {
    const now = toMs(app.clock.now());
    const known = kept.get(key);
    if (known && now - known.at < KEPT_MS) return known.offered;
    const answer = await port.refuseReasons(ref);
    if (answer.kind === 'refused' && answer.code === ONLY_IN_CONSOLE) {
      return { reasons: [], problem: null, inConsole: true };
    }
    if (answer.kind !== 'reasons') return { reasons: [], problem: sentenceOf(answer) };
    const offered = { reasons: answer.reasons, problem: null };
    kept.delete(key);
    kept.set(key, { at: now, offered });
    const oldest = kept.keys().next().value;
    if (kept.size > MOST_KEPT && oldest) kept.delete(oldest);
    return offered;
  }
}
