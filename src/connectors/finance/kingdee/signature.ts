import { createHmac } from 'node:crypto';

/** Part of the protocol, not a secret: the bytes are the letters themselves, not what they would mean as hex. */
const MASK = Buffer.from('0054f397c6234378b09ca7d3e5debce7', 'ascii');

export type KingdeeKeys = {
  acctId: string;
  userName: string;
  appId: string;
  appSecret: string;
  orgNumber: string;
};

const CHINESE = '2052';

/** Base64 of the hex text of the HMAC, and not of its bytes. */
const sign = (secret: string, message: string): string =>
  Buffer.from(createHmac('sha256', secret).update(message, 'utf8').digest('hex'), 'ascii').toString('base64');

/** The app's id is two things joined: what names the client, and its secret under the mask. */
export function clientOf(appId: string): { id: string; secret: string } {
  const cut = appId.indexOf('_');
  const masked = Buffer.from(appId.slice(cut + 1), 'base64');
  const secret = Buffer.from(masked.map((byte, i) => byte ^ (MASK[i % MASK.length] ?? 0))).toString('base64');
  return { id: appId.slice(0, cut), secret };
}

/** The headers of one signed call. `seconds` serves as its nonce too, as in the vendor's own SDK. */
export function signedHeaders(keys: KingdeeKeys, path: string, seconds: number): Record<string, string> {
  const client = clientOf(keys.appId);
  const [timestamp, nonce] = [String(seconds), String(seconds)];
  const message = `POST\n${path.replaceAll('/', '%2F')}\n\nx-api-nonce:${nonce}\nx-api-timestamp:${timestamp}\n`;
  const data = [keys.acctId, keys.userName, CHINESE, keys.orgNumber].join(',');
  return {
    'X-Api-ClientID': client.id,
    'X-Api-Auth-Version': '2.0',
    'x-api-timestamp': timestamp,
    'x-api-nonce': nonce,
    'x-api-signheaders': 'x-api-timestamp,x-api-nonce',
    'X-Api-Signature': sign(client.secret, message),
    'X-Kd-Appkey': keys.appId,
    'X-Kd-Appdata': Buffer.from(data, 'utf8').toString('base64'),
    'X-Kd-Signature': sign(keys.appSecret, keys.appId + data),
  };
}
