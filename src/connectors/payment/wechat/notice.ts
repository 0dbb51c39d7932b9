import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { money } from '../../../domain/money.ts';
import { toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import type { IncomingNotice, PaymentNotice } from '../port.ts';
import type { WechatConfig } from './config.ts';
import { decodeEnvelope, decodeNotice } from './decode.ts';

const acknowledgement = { status: 204, text: '' };
const CLOCK_OFFSET_MS = 300_000;

/** Reads notices: signed over the raw body by a key we know, fresh, decrypted with its tag checked, and for our account. */
export function noticeReader(config: WechatConfig): (incoming: IncomingNotice) => PaymentNotice {
  return ({ text, headers }) => {
    if (!isGenuine(config, text, headers)) return { kind: 'forged' };
    const json = readExactJson(text);
    const envelope = decodeEnvelope(json.kind === 'json' ? json.value : undefined);
    if (envelope.kind === 'unreadable') return envelope;
    const { id, event_type, resource } = envelope.value;
    if (!event_type.startsWith('REFUND.')) return { kind: 'other', acknowledgement };
    const plain = decrypted(config, resource);
    // Signed by WeChat Pay and not for our key: made for somebody else, or altered on the way.
    if (plain === undefined) return { kind: 'forged' };
    const reading = decodeNotice(plain);
    if (reading.kind === 'unreadable') return reading;
    const { mchid, out_refund_no, transaction_id, amount } = reading.value;
    if (mchid !== config.mchid) return { kind: 'forged' };
    return {
      kind: 'refund',
      documentId: id,
      refundNumber: out_refund_no,
      ...(transaction_id ? { tradeNumber: transaction_id } : {}),
      amount: money(amount.refund, 'CNY'),
      acknowledgement,
    };
  };
}

function isGenuine(config: WechatConfig, text: string, headers: IncomingNotice['headers']): boolean {
  const { 'wechatpay-timestamp': timestamp = '', 'wechatpay-nonce': nonce = '' } = headers;
  const { 'wechatpay-serial': serial = '', 'wechatpay-signature': signature = '' } = headers;
  const key = Object.hasOwn(config.platformKeys, serial) ? config.platformKeys[serial] : undefined;
  if (key === undefined || !/^\d{1,12}$/.test(timestamp) || nonce === '') return false;
  if (Math.abs(Number(timestamp) * 1_000 - toMs(config.now())) > CLOCK_OFFSET_MS) return false;
  return Rsa.verify(Formatter.response(timestamp, nonce, text), signature, key);
}

type Resource = { algorithm: string; ciphertext: string; nonce: string; associated_data?: string | null | undefined };

function decrypted({ apiV3Key }: WechatConfig, { algorithm, ciphertext, nonce, associated_data }: Resource): unknown {
  if (algorithm !== 'AEAD_AES_256_GCM') return undefined;
  try {
    return JSON.parse(Aes.AesGcm.decrypt(ciphertext, apiV3Key, nonce, associated_data ?? ''));
  } catch {
    return undefined;
  }
}
