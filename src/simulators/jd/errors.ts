const gatewayErrors = {
  '2': ['应用调用次数超限', 'App Call Limited'],
  '4': ['缺少版本参数', 'Missing Version'],
  '5': ['不支持的版本号', 'Unsupported Version'],
  '7': ['缺少时间戳参数', 'Missing Timestamp'],
  '8': ['无效时间戳', 'Invalid Timestamp'],
  '11': ['缺少签名参数', 'Missing Signature'],
  '12': ['无效签名', 'Invalid Signature'],
  '14': ['缺少方法名参数', 'Missing Method'],
  '15': ['不存在的方法名', 'Invalid Method'],
  '18': ['缺少access_token参数', 'Missing access_token'],
  '19': ['无效access_token', 'Invalid access_token'],
  '20': ['缺少app_key参数', 'Missing app_key'],
  '21': ['无效app_key', 'Invalid app_key'],
  '24': ['没有调用该API的权限', 'No Permission'],
} as const;

export type GatewayCode = keyof typeof gatewayErrors;

export const gatewayError = (code: GatewayCode) => {
  const [zh_desc, en_desc] = gatewayErrors[code];
  return { code, zh_desc, en_desc };
};

/** A business failure. JD publishes no list of its codes: all of these are made up. */
export type Failure = { kind: 'failure'; code: string; msg: string };
export const failure = (code: string, msg: string): Failure => ({ kind: 'failure', code, msg });

export const missingArgument = (name: string): Failure => failure('A0001', `缺少参数:${name}`);
export const invalidArgument = (name: string): Failure => failure('A0002', `参数错误:${name}`);
export const stale = failure('B0001', '服务单状态已变更');
export const notFound = failure('B0002', '单据不存在');
export const notAllowed = (why: string): Failure => failure('B0003', why);
