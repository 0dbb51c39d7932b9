import { assert } from '../../../domain/assert.ts';
import { valuesOf } from '../../channel/account.ts';
import { type FieldProblem, type NoticeField, type NoticeVendor, SEND_TIMEOUT_MS } from '../account.ts';
import { looksNear } from '../near-address.ts';
import { webhookKey } from './sign.ts';
import { webhook } from './webhook.ts';

const fields: NoticeField[] = [
  { name: 'url', kind: 'setting', label: { zh: '接收地址（https://…）', en: 'Address that listens (https://…)' } },
  {
    name: 'signingSecret',
    kind: 'secret',
    label: { zh: '签名密钥（whsec_…，接收方用它校验）', en: 'Signing secret (whsec_…), to check what arrives' },
  },
];

const TLS_PORT = 443;
const FIRST_FREE_PORT = 1024;

/** Over TLS, to a name in the Internet, at a port that is not another service's. */
function addressProblem(address: string, mayBeNear: boolean): FieldProblem['reason'] | undefined {
  if (!URL.canParse(address)) return 'https_address';
  const { protocol, username, hostname, port } = new URL(address);
  if (username !== '') return 'https_address';
  if (mayBeNear && /^https?:$/.test(protocol)) return undefined;
  if (protocol !== 'https:') return 'https_address';
  const portNumber = port === '' ? TLS_PORT : Number(port);
  if (portNumber !== TLS_PORT && portNumber < FIRST_FREE_PORT) return 'https_address';
  return looksNear(hostname) ? 'near_address' : undefined;
}

export const webhookVendor: NoticeVendor = {
  id: 'webhook',
  label: { zh: 'Webhook（自有系统）', en: 'Webhook (a system of your own)' },
  fields,
  help: 'https://www.standardwebhooks.com/',
  problem: ({ settings, credentials }, { mayBeNear }) => {
    const { url } = settings;
    const wrong = url === undefined ? undefined : addressProblem(url, mayBeNear);
    if (wrong) return { field: 'url', reason: wrong };
    const secret = credentials['signingSecret'];
    return secret && !webhookKey(secret) ? { field: 'signingSecret', reason: 'webhook_secret' } : undefined;
  },
  open: (account, { now, mayBeNear }) => {
    const value = valuesOf(fields, account);
    const key = webhookKey(value('signingSecret'));
    assert(key !== undefined, 'a signing secret that was checked when it was saved');
    return webhook({ url: value('url'), key, timeoutMs: SEND_TIMEOUT_MS, mayBeNear, now });
  },
};
