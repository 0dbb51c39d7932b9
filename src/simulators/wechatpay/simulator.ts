import { randomUUID } from 'node:crypto';
import { merchantPrivateKey, merchantPublicKey, platformPrivateKey } from '../alipay/test-keys.ts';
import { machineNow } from '../clock.ts';
import { faultBoard } from '../faults.ts';
import { faultStages } from '../gateways/fault-kinds.ts';
import { openNotifier } from '../gateways/notices.ts';
import { openRefundBook } from '../gateways/refund-book.ts';
import { gatewaySteering } from '../gateways/steering.ts';
import { type NoticeWording, settleDue } from '../gateways/world.ts';
import { listen } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer, switchRoutes } from '../steering.ts';
import { optionalBooleanIn, optionalNumberIn } from '../steering-input.ts';
import { answerGateway, type WechatKeys } from './gateway.ts';
import type { Rules, WechatWorld } from './refunds.ts';
import { answerText, encrypted, newNonce, privateKeyOf, publicKeyOf, signText } from './signature.ts';
import { eventType, momentText, noticeContent } from './wire.ts';

export type WechatOptions = StartOptions & {
  settleAfterMs?: number;
  minRefundGapMs?: number;
  limitFailing?: boolean;
  /** Public keys of the merchant by the serial of its certificate. Default: the throwaway test key. */
  merchants?: Record<string, string>;
};

export const testMchid = '1900000001';
export const testSerial = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
export const testPlatformKeyId = 'PUB_KEY_ID_0119000000012026092500000000000001';
export const testApiV3Key = '0123456789abcdef0123456789ABCDEF';

const second = 1_000;
const minute = 60_000;
const repeatAfterMs = [
  ...[15, 15, 30].map((seconds) => seconds * second),
  ...[3, 10, 20, 30, 30, 30, 60, 180, 180, 180, 360, 360].map((minutes) => minutes * minute),
];

/** WeChat Pay v3 at `<url>/v3/…`, steered below `<url>/__sim`. */
export async function startWechatpay(options: WechatOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'wechatpay');
  const merchants = options.merchants ?? { [testSerial]: merchantPublicKey };
  const keys: WechatKeys = {
    mchid: testMchid,
    merchants: new Map(Object.entries(merchants).map(([serial, key]) => [serial, publicKeyOf(key)])),
    platformKeyId: testPlatformKeyId,
    platformKey: privateKeyOf(platformPrivateKey),
    wrongKey: privateKeyOf(merchantPrivateKey),
    apiV3Key: testApiV3Key,
  };
  const book = openRefundBook(journalFile(options, 'wechatpay'));
  const rules: Rules = {
    minRefundGapMs: options.minRefundGapMs ?? 0,
    limitFailing: options.limitFailing ?? false,
  };
  const world: WechatWorld = {
    clock,
    book,
    faults: faultBoard(Object.values(faultStages).flat()),
    notifier: openNotifier(clock, repeatAfterMs, (status) => status === 200 || status === 204),
    settleAfterMs: options.settleAfterMs ?? 0,
    wording: wordingOf(keys, (id) => book.payments.get(id), clock.now),
    rules,
    failing: [],
    bills: new Map(),
  };
  const steering = {
    ...gatewaySteering(world),
    ...switchRoutes(rules, { minRefundGapMs: optionalNumberIn, limitFailing: optionalBooleanIn }),
  };
  let base = '';
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answerGateway(world, keys, call, base),
  );
  base = server.url;
  return running(server, world, () => {
    settleDue(world);
    void world.notifier.sendDue();
  });
}

type PaymentOf = (id: string) => Parameters<typeof noticeContent>[2] | undefined;

/** Encrypted for the merchant, signed by the platform at the moment of sending. The id is the same on every repeat. */
function wordingOf(keys: WechatKeys, paymentOf: PaymentOf, now: () => number): NoticeWording {
  const ids = new Map<number, string>();
  return (refund, state, serial, spoiling) => {
    const payment = paymentOf(refund.paymentId);
    if (!payment) throw new Error(`refund ${refund.number} has no payment`);
    const id = ids.get(serial) ?? randomUUID();
    ids.set(serial, id);
    const mchid = spoiling === 'stranger' ? '1900009999' : keys.mchid;
    const plain = JSON.stringify(noticeContent(mchid, refund, payment, state));
    const nonce = newNonce().slice(0, 12);
    const sealed = encrypted(plain, keys.apiV3Key, nonce, 'refund');
    const body = JSON.stringify({
      id,
      create_time: momentText(now()),
      resource_type: 'encrypt-resource',
      event_type: eventType(state),
      summary: '退款通知',
      resource: {
        original_type: 'refund',
        algorithm: 'AEAD_AES_256_GCM',
        ciphertext: spoiling === 'tampered' ? flipped(sealed) : sealed,
        associated_data: 'refund',
        nonce,
      },
    });
    const timestamp = String(Math.floor(machineNow() / second));
    const headerNonce = newNonce();
    const key = spoiling === 'forged' ? keys.wrongKey : keys.platformKey;
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'Wechatpay-Timestamp': timestamp,
        'Wechatpay-Nonce': headerNonce,
        'Wechatpay-Serial': keys.platformKeyId,
        'Wechatpay-Signature': signText(answerText(timestamp, headerNonce, body), key),
        'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
      },
    };
  };
}

/** One bit of byte 20 is another. */
function flipped(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  return bytes.toString('base64');
}
