import { createPrivateKey, createPublicKey } from 'node:crypto';
import { AlipayRequestError, AlipaySdk } from 'alipay-sdk';
import { assert } from '../../../domain/assert.ts';
import { toWallClock } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { SHANGHAI } from '../../vendor-values.ts';
import type { AlipayConfig } from './config.ts';
import { isAuthenticationFault } from './decode.ts';

/** What came back. Only an `answered` body carries Alipay's signature. */
export type AlipayAnswer =
  | { kind: 'answered'; body: unknown }
  | { kind: 'not_recognised'; body: unknown }
  | { kind: 'unproven'; cause: string };

export type Gateway = (method: string, bizContent: Record<string, string | string[]>) => Promise<AlipayAnswer>;

/** The answer came without a signature. */
class UnsignedAnswer extends Error {
  readonly body: unknown;
  constructor(body: unknown) {
    super('the answer is not signed');
    this.body = body;
  }
}

/**
 * The SDK verifies the text after the first `…_response` key but returns what `JSON.parse` finds under the last one, so
 * a second key behind the signature would go unverified: an answer must name its root once. It also looks for the
 * signed text under the method's key alone, where gateway failures may come as `error_response`.
 */
class StrictAlipaySdk extends AlipaySdk {
  override checkResponseSign(raw: string, responseKey: string, sign: unknown, traceId: string): void {
    const roots = raw.match(new RegExp(`"(?:${responseKey}|error_response)"`, 'g')) ?? [];
    if (roots.length !== 1 || !raw.trimStart().startsWith('{"')) throw new Error('the answer has not exactly one root');
    const root = (roots[0] ?? '').slice(1, -1);
    if (typeof sign !== 'string' || sign === '') throw new UnsignedAnswer(rootOf(raw, root));
    super.checkResponseSign(raw, root, sign, traceId);
  }
}

/** Opens the gateway. The SDK throws for everything; here, once, what it throws becomes a value. */
export function openGateway(config: AlipayConfig): Gateway {
  const sdk = strictSdk(config);
  let keysAreRead = false;
  return async (method, bizContent) => {
    // The SDK's HTTP client repeats a request once when its socket breaks; the refund number makes that harmless.
    // The SDK would stamp the request with the machine's clock in the machine's zone.
    const timestamp = toWallClock(config.now(), SHANGHAI);
    try {
      if (!keysAreRead) readKeys(sdk);
      keysAreRead = true;
      return { kind: 'answered', body: await sdk.exec(method, { timestamp, bizContent }, { validateSign: true }) };
    } catch (error) {
      // Alipay does not sign answers to a request whose sender it could not recognise.
      if (error instanceof UnsignedAnswer && isAuthenticationFault(error.body)) {
        return { kind: 'not_recognised', body: error.body };
      }
      return { kind: 'unproven', cause: causeOf(error) };
    }
  };
}

export function strictSdk(config: AlipayConfig): AlipaySdk {
  // With an empty key the SDK skips the verification that it was asked for.
  assert(config.alipayPublicKey.trim() !== '', 'the public key of Alipay is configured');
  return new StrictAlipaySdk({
    appId: config.appId,
    privateKey: config.privateKey,
    keyType: 'PKCS8',
    alipayPublicKey: config.alipayPublicKey,
    gateway: config.gatewayUrl,
    timeout: config.timeoutMs ?? 15_000,
    camelcase: false,
  });
}

/** The SDK hands its keys to node:crypto as text, and reading them for each signature takes longer than signing. */
function readKeys({ config }: AlipaySdk): void {
  Object.assign(config, {
    privateKey: createPrivateKey(config.privateKey),
    alipayPublicKey: createPublicKey(config.alipayPublicKey),
  });
}

function rootOf(raw: string, root: string): unknown {
  const reading = readExactJson(raw);
  if (reading.kind === 'not_json' || typeof reading.value !== 'object' || reading.value === null) return undefined;
  return Object.entries(reading.value).find(([key]) => key === root)?.[1];
}

/** Without the SDK's copy of the answer, which may hold a buyer's account. */
function causeOf(error: unknown): string {
  if (error instanceof AlipayRequestError && error.message.startsWith('验签失败')) return 'the signature is wrong';
  return error instanceof Error ? error.message.slice(0, 300) : String(error);
}
