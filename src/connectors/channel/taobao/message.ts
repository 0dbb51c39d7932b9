import { z } from 'zod';
import { type Instant, plusMs } from '../../../domain/time.ts';
import { idText, readAs } from '../../vendor-values.ts';
import type { Acted, ChannelRefundRef } from '../port.ts';
import { refused } from '../settling.ts';
import { call } from './call.ts';
import type { TaobaoConfig } from './config.ts';
import { messagePage } from './messages.ts';
import { pictureFile } from './picture.ts';

export const MAX_TEXT_BYTES = 400;
export const MAX_PICTURE_BYTES = 500 * 1024;
/** How far the platform's clock and ours may differ. */
const CLOCK_SLACK_MS = 60_000;

/** Writes into the negotiation of a refund. The platform takes no message without a picture. */
export async function message(
  config: TaobaoConfig,
  ref: ChannelRefundRef,
  text: string,
  picture?: Uint8Array,
): Promise<Acted> {
  const bytes = Buffer.byteLength(text);
  if (text.trim() === '') return refused('message_empty', 'a text is needed');
  if (bytes > MAX_TEXT_BYTES) return refused('message_too_long', `${bytes} of ${MAX_TEXT_BYTES} bytes`);
  if (!picture) return refused('picture_missing', 'the platform takes a message only with a picture');
  const image = pictureFile('image', 'picture', picture, MAX_PICTURE_BYTES);
  if ('kind' in image) return image;
  const sentAt = config.now();
  const params = { refund_id: ref.externalId, content: text };
  const answer = await call(config, 'taobao.refund.message.add', params, { file: image });
  const acted = answer.kind === 'answered' ? addedBy(answer.body) : answer;
  if (acted.kind !== 'unknown') return acted;
  // The buyer shall not read it twice, so what is in doubt is looked for before anybody says it again.
  return (await stands(config, ref, text, plusMs(sentAt, -CLOCK_SLACK_MS))) ? { kind: 'done' } : acted;
}

const added = z.object({ refund_message: z.object({ id: idText }) });

function addedBy(body: unknown): Acted {
  const reading = readAs(added, body);
  return reading.kind === 'read' ? { kind: 'done' } : { kind: 'unknown', cause: reading.reason };
}

/** Whether it is there, as far as the newest page shows. */
async function stands(config: TaobaoConfig, ref: ChannelRefundRef, text: string, since: Instant): Promise<boolean> {
  const page = await messagePage(config, ref, 1);
  return (
    page.kind === 'page' &&
    page.messages.some((said) => said.from === 'seller' && said.text.trim() === text.trim() && said.writtenAt >= since)
  );
}
