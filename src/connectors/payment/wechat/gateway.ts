import { isAxiosError } from 'axios';
import { Wechatpay } from 'wechatpay-axios-plugin';
import { failingCalls } from '../failing-calls.ts';
import type { WechatConfig } from './config.ts';
import { decodeError } from './decode.ts';
import { FAILING_CALLS_PER_SECOND } from './retry.ts';

/** What came back. Only an `answered` body carries WeChat Pay's signature; a refusal's does not. */
export type WechatAnswer =
  | { kind: 'answered'; body: unknown }
  | { kind: 'refused'; status: number; code: string; message: string }
  | { kind: 'unproven'; cause: string };

export type Gateway = {
  get(path: string, file?: 'file'): Promise<WechatAnswer>;
  post(path: string, body: object, headers?: Record<string, string>): Promise<WechatAnswer>;
};

/** Opens the gateway. The library throws for everything; here, once, what it throws becomes a value. */
export function openGateway(config: WechatConfig): Gateway {
  const wechatpay = new Wechatpay({
    mchid: config.mchid,
    serial: config.serial,
    privateKey: config.privateKey,
    certs: { ...config.platformKeys },
    baseURL: config.baseUrl,
    timeout: config.timeoutMs,
    maxRedirects: 0,
    proxy: false,
  });
  const failing = failingCalls(FAILING_CALLS_PER_SECOND);
  // Its key in public-key mode, so that the answer is signed with the key that we hold.
  const named = { 'Wechatpay-Serial': Object.keys(config.platformKeys)[0] ?? '' };
  const call = async (send: () => PromiseLike<{ data: unknown }>): Promise<WechatAnswer> => {
    await failing.turn();
    try {
      return { kind: 'answered', body: (await send()).data };
    } catch (error) {
      failing.failed();
      return refusalIn(error);
    }
  };
  return {
    get: (path, file) =>
      call(() =>
        // The library knows a file, which is not signed, by its path alone.
        wechatpay.client.request(path.split('?')[0], 'GET', undefined, {
          headers: named,
          params: Object.fromEntries(new URLSearchParams(path.split('?')[1] ?? '')),
          ...(file ? { responseType: 'arraybuffer' } : {}),
        }),
      ),
    post: (path, body, headers = {}) =>
      call(() => wechatpay.client.request(path, 'POST', body, { headers: { ...named, ...headers } })),
  };
}

/** Of a 4xx the code is believed; whatever else went wrong may have gone wrong after the money moved. */
function refusalIn(error: unknown): WechatAnswer {
  if (!isAxiosError(error)) return { kind: 'unproven', cause: messageOf(error) };
  const { response, code } = error;
  // The library signals a wrong or missing signature as an error with a successful answer inside.
  if (!response || response.status < 400) return { kind: 'unproven', cause: code ?? messageOf(error) };
  const reading = decodeError(response.data);
  if (response.status >= 500 || reading.kind === 'unreadable') {
    const said = reading.kind === 'read' ? ` ${reading.value.code}` : '';
    return { kind: 'unproven', cause: `HTTP ${response.status}${said}` };
  }
  return {
    kind: 'refused',
    status: response.status,
    code: reading.value.code,
    message: reading.value.message ?? '',
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 300) : String(error));
