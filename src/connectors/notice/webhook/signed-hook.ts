import { randomBytes } from 'node:crypto';
import { present } from '../../../domain/assert.ts';
import { SEND_TIMEOUT_MS } from '../account.ts';
import type { SignedHook } from '../signed-hook.ts';
import { webhookVendor } from './account.ts';
import { sendSigned } from './send-signed.ts';
import { webhookKey } from './sign.ts';

const KEY_BYTES = 32;

/** Standard Webhooks, to an address that was checked as those of notices are. */
export const signedWebhook: SignedHook = {
  newSecret: () => `whsec_${randomBytes(KEY_BYTES).toString('base64')}`,
  problem: (url, around) => webhookVendor.problem({ settings: { url }, credentials: {} }, around),
  send: ({ url, secret, id, body }, { mayBeNear, now }) => {
    const key = present(webhookKey(secret), 'a signing secret of our own making');
    return sendSigned({ url, key, timeoutMs: SEND_TIMEOUT_MS, mayBeNear, now }, id, body);
  },
};
