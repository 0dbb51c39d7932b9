import type { WireObject } from './wire-json.ts';

/** The platform's own table of codes. */
const messages = {
  10000: '参数错误',
  10001: '公共参数错误',
  10016: 'client下线或者clientId不正确',
  10017: 'type不正确',
  10019: 'access_token已过期',
  20004: '签名sign校验失败',
  20031: '用户没有授权访问此接口',
  20032: 'access_token或client_id错误',
  21001: '请求参数错误',
  21002: '请求参数不能为空',
  50001: '业务服务错误',
  52101: '当前接口被限流，请稍后重试',
  70031: '调用过于频繁，请调整调用频率',
} as const;

export type PopCode = keyof typeof messages;
export type PopError = { error_code: PopCode; error_msg: string; sub_code: string | null; sub_msg: string };

/** What an API says: the fields below its root, or an error. */
export type PopFailure = { kind: 'error'; error: PopError };
export type PopResult = { kind: 'body'; body: WireObject } | PopFailure;

export const body = (fields: WireObject): PopResult => ({ kind: 'body', body: fields });

export const popError = (error_code: PopCode, sub_msg: string = messages[error_code]): PopFailure => ({
  kind: 'error',
  error: { error_code, error_msg: messages[error_code], sub_code: String(error_code), sub_msg },
});

/** As the platform writes it: the name of the parameter in the message, and no sub code. */
export const commonParameter = (name: string): PopFailure => ({
  kind: 'error',
  error: { error_code: 10001, error_msg: `${messages[10001]}:${name}`, sub_code: null, sub_msg: '' },
});

export const missing = (name: string): PopFailure => popError(21002, `请求参数不能为空:${name}`);
export const invalid = (name: string, why = ''): PopFailure => popError(21001, `请求参数错误:${name}${why}`);

/** The platform publishes no list of business reasons; the words are made up here. */
export const refused = (why: string): PopFailure => popError(50001, why);
export const afterSaleAbsent = refused('售后单不存在');
export const orderAbsent = refused('订单不存在');
