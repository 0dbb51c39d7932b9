import { z } from 'zod';
import { type Instant, plusMs } from '../../../domain/time.ts';
import { codeText, idText, optional, readAs, shanghaiTime } from '../../vendor-values.ts';
import type { Acted, ChannelRefundRef } from '../port.ts';
import { call } from './call.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { pictureFile } from './picture.ts';
import { listOf } from './vendor-shapes.ts';

const MAX_TEXT_BYTES = 400;
const MAX_PICTURE_BYTES = 500 * 1024;
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

const refused = (code: string, why: string): Acted => ({ kind: 'refused', code, message: why, stale: false });

const added = z.object({ refund_message: z.object({ id: idText }) });

function addedBy(body: unknown): Acted {
  const reading = readAs(added, body);
  return reading.kind === 'read' ? { kind: 'done' } : { kind: 'unknown', cause: reading.reason };
}

const OWNER_IS_SELLER = '2';

const written = z.object({
  refund_messages: listOf(
    'refund_message',
    z.object({ owner_role: optional(codeText), content: optional(z.string()), created: shanghaiTime }),
  ),
});

async function stands(config: TaobaoConfig, ref: ChannelRefundRef, text: string, since: Instant): Promise<boolean> {
  const answer = await call(config, 'taobao.refund.messages.get', {
    refund_id: ref.externalId,
    refund_phase: ref.phase,
    fields: 'id,owner_role,content,created',
    page_no: '1',
    page_size: String(unverified(config).pageSize),
  });
  const reading = answer.kind === 'answered' ? readAs(written, answer.body) : undefined;
  if (reading?.kind !== 'read') return false;
  return reading.value.refund_messages.some(
    ({ owner_role: role, content = '', created }) =>
      role === OWNER_IS_SELLER && content.trim() === text.trim() && created >= since,
  );
}
