import type { WireObject } from './wire-json.ts';

const messages = {
  20000: '服务不可用',
  30001: '操作权限不足',
  40001: '缺少必选参数',
  40003: '非法的参数',
  40004: '非法的参数',
  50001: '平台处理失败',
  50002: '业务处理失败',
  60000: '触发限流，请稍后重试',
  70000: '接口服务已下线',
} as const;

export type DoudianError = { code: keyof typeof messages; msg: string; sub_code: string; sub_msg: string };

/** What an API says: content, or an error. */
export type Result = { kind: 'data'; data: WireObject } | { kind: 'error'; error: DoudianError };

export const data = (fields: WireObject): Result => ({ kind: 'data', data: fields });

export const failure = (code: DoudianError['code'], sub_code: string, sub_msg: string): Result => ({
  kind: 'error',
  error: { code, msg: messages[code], sub_code, sub_msg },
});

export const missing = (name: string): Result => failure(40001, 'isv.parameter-missing', `缺少参数：${name}`);
export const invalid = (name: string): Result => failure(40003, 'isv.parameter-invalid', `参数错误：${name}`);

export const noSuchAfterSale = failure(20000, 'isp.service-error:10000', '存在无效的售后单');
export const wrongState = failure(50002, 'isv.business-failed:20309541', '售后状态错误');
export const manualOnly = failure(
  50002,
  'isv.business-failed:11001',
  '11001:暂不支持通过OPEN处理，请登录抖店后台人工审核售后单。',
);
/** The code of a stale version is published nowhere; this is the one of any failed operation. */
export const failed = (why: string): Result => failure(50002, 'isv.business-failed:11005', `操作失败，${why}`);
