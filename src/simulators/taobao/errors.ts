import type { WireObject } from './wire-json.ts';

const messages = {
  7: 'App Call Limited',
  15: 'Remote service error',
  21: 'Missing Method',
  22: 'Invalid Method',
  23: 'Invalid Format',
  24: 'Missing Signature',
  25: 'Invalid Signature',
  26: 'Missing Session',
  27: 'Invalid Session',
  28: 'Missing App Key',
  29: 'Invalid App Key',
  30: 'Missing Timestamp',
  31: 'Invalid Timestamp',
  32: 'Missing Version',
  33: 'Invalid Version',
  40: 'Missing required arguments',
  41: 'Invalid arguments',
} as const;

export type TopError = { code: keyof typeof messages; msg: string; sub_code?: string; sub_msg?: string };

/** What an API says: a body, or an error. */
export type TopResult = { kind: 'body'; body: WireObject } | { kind: 'error'; error: TopError };

export const body = (fields: WireObject): TopResult => ({ kind: 'body', body: fields });

export const gatewayError = (code: TopError['code'], sub_code?: string, sub_msg?: string): TopResult => ({
  kind: 'error',
  error: {
    code,
    msg: messages[code],
    ...(sub_code === undefined ? {} : { sub_code }),
    ...(sub_msg === undefined ? {} : { sub_msg }),
  },
});

export const missingArgument = (name: string): TopResult => withArgument(40, 'missing', name);
export const invalidArgument = (name: string): TopResult => withArgument(41, 'invalid', name);

function withArgument(code: 40 | 41, what: string, name: string): TopResult {
  const error = { code, msg: `${messages[code]}:${name}`, sub_code: `isv.${what}-parameter:${name}` };
  return { kind: 'error', error };
}

/** The refund writes' real sub codes are published nowhere; all but `isv.refund-not-exist` are made up here. */
export const refused = (sub_code: string, sub_msg: string): TopResult => gatewayError(15, sub_code, sub_msg);

export const refundNotExist = refused('isv.refund-not-exist', '退款不存在');
export const refundVersionStale = refused('isv.refund-version-invalid', '退款版本号已过期，请重新读取退款单');
