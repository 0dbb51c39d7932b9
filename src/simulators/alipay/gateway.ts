import type { KeyObject } from 'node:crypto';
import { parseShanghaiText } from '../clock.ts';
import type { FiredFault } from '../faults.ts';
import { type Params, readForm } from '../form.ts';
import type { Call, Reply } from '../http-server.ts';
import type { Fields } from '../steering-input.ts';
import { billUrl } from './bills.ts';
import { parseBizContent, textOf } from './biz-content.ts';
import { type AlipayFault, faultStages } from './fault-kinds.ts';
import { queryRefund, queryTrade } from './queries.ts';
import { refundTrade } from './refund.ts';
import { requestText, signText, verifyText } from './signature.ts';
import { type Answer, businessFailure, type GatewayError, gatewayError } from './wire.ts';
import { type AlipayWorld, settleDue } from './world.ts';

export type GatewayKeys = {
  /** The merchants' public keys by `app_id`. */
  apps: ReadonlyMap<string, KeyObject>;
  platformKey: KeyObject;
  /** Any key but the platform's: what a forger would have. */
  wrongKey: KeyObject;
};

const methods: Record<string, (world: AlipayWorld, biz: Fields) => Answer> = {
  'alipay.trade.refund': refundTrade,
  'alipay.trade.fastpay.refund.query': queryRefund,
  'alipay.trade.query': queryTrade,
  'alipay.data.dataservice.bill.downloadurl.query': billUrl,
};

// The vendor publishes no figure; a quarter of an hour is the choice made here.
const timestampWindowMs = 15 * 60_000;

export async function answerGateway(world: AlipayWorld, keys: GatewayKeys, call: Call): Promise<Reply> {
  const { params } = await readForm(call);
  settleDue(world);
  const method = params.get('method') ?? '';
  const run = methods[method];
  const root = run ? `${method.replaceAll('.', '_')}_response` : 'error_response';

  const refusal = refusalOf(world, keys, params);
  // Whoever failed the check of the signature gets an unsigned answer: there is nobody to sign for.
  if (refusal || !run) return html(envelope(root, JSON.stringify(gatewayError(refusal ?? unknownMethod))));
  const biz = parseBizContent(params.get('biz_content') ?? '');
  if (!biz) return html(signed(root, gatewayError(invalidBizContent), keys.platformKey));

  const facts = { method, ...textsOf(biz) };
  const failure = world.faults.take(faultStages.before, facts);
  if (failure) return failedBefore(failure, root, keys, biz);
  const answer = run(world, biz);
  if (world.faults.take(['notify_early'], facts)) await world.notifier.sendDue();
  return deliver(world.faults.take(faultStages.after, facts), root, answer, keys);
}

/** The order matters: the live gateway looks at `app_id` before it looks at the signature. */
function refusalOf(world: AlipayWorld, keys: GatewayKeys, params: Params): GatewayError | undefined {
  for (const name of ['app_id', 'method', 'sign', 'timestamp'] as const) {
    if (!params.get(name)) return { code: '40001', ...missing[name] };
  }
  const invalid = (sub_code: string, sub_msg: string): GatewayError => ({ code: '40002', sub_code, sub_msg });
  const key = keys.apps.get(params.get('app_id') ?? '');
  if (!key) return invalid('isv.invalid-app-id', '无效的AppID参数');
  if (params.get('sign_type') !== 'RSA2') return invalid('isv.invalid-signature-type', '无效的签名类型');
  if (params.get('charset')?.toLowerCase() !== 'utf-8') return invalid('isv.invalid-charset', '字符集错误');
  if (params.get('version') !== '1.0') return invalid('isv.invalid-version', '无效的版本');
  const text = requestText(params);
  if (!verifyText(text, params.get('sign') ?? '', key)) {
    return invalid(
      'isv.invalid-signature',
      `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${text}`,
    );
  }
  const sentAt = parseShanghaiText(params.get('timestamp') ?? '');
  if (sentAt === undefined || Math.abs(world.clock.now() - sentAt) > timestampWindowMs) {
    return invalid('isv.invalid-timestamp', '非法的时间戳参数');
  }
  return undefined;
}

const missing = {
  app_id: { sub_code: 'isv.missing-app-id', sub_msg: '缺少AppID参数' },
  method: { sub_code: 'isv.missing-method', sub_msg: '缺少方法名参数' },
  sign: { sub_code: 'isv.missing-signature', sub_msg: '缺少签名参数' },
  timestamp: { sub_code: 'isv.missing-timestamp', sub_msg: '缺少时间戳参数' },
} as const;
const unknownMethod: GatewayError = { code: '40002', sub_code: 'isv.invalid-method', sub_msg: '不存在的方法名' };
const invalidBizContent: GatewayError = { code: '40002', sub_code: 'isv.invalid-parameter', sub_msg: '参数无效' };
const unavailable: GatewayError = { code: '20000', sub_code: 'isp.unknow-error', sub_msg: '系统繁忙' };
const limited: GatewayError = { code: '40005', sub_code: 'isv.app-call-limited', sub_msg: '应用调用次数超限' };

function failedBefore(fault: FiredFault<AlipayFault>, root: string, keys: GatewayKeys, biz: Fields): Reply {
  if (fault.kind === 'forged') return html(signed(root, forgedSuccess(biz), keys.wrongKey));
  if (fault.kind === 'fail_before' && fault.status !== undefined) {
    return { ...html('<html><body>Internal Server Error</body></html>'), status: fault.status };
  }
  const failures: Partial<Record<AlipayFault, Answer>> = {
    call_limited: gatewayError(limited),
    system_error: businessFailure('ACQ.SYSTEM_ERROR'),
  };
  const reply = html(signed(root, failures[fault.kind] ?? gatewayError(unavailable), keys.platformKey));
  return fault.kind === 'hang_before' ? { ...reply, delivery: { kind: 'never' } } : reply;
}

/** A refund as the gateway would report it, from somebody who has no key of the gateway. */
const forgedSuccess = (biz: Fields): Answer => ({
  code: '10000',
  msg: 'Success',
  fund_change: 'Y',
  refund_fee: textOf(biz, 'refund_amount') ?? '',
  trade_no: textOf(biz, 'trade_no') ?? '',
  out_trade_no: '',
  buyer_logon_id: '',
});

function deliver(fault: FiredFault<AlipayFault> | undefined, root: string, answer: Answer, keys: GatewayKeys): Reply {
  const reply = html(signed(root, answer, keys.platformKey));
  const losses: Partial<Record<AlipayFault, () => Reply>> = {
    fail_after: () => html(signed(root, gatewayError(unavailable), keys.platformKey)),
    hang_after: () => ({ ...reply, delivery: { kind: 'never' } }),
    drop_after: () => ({ ...reply, delivery: { kind: 'dropped' } }),
    late: () => ({ ...reply, delivery: { kind: 'late', delayMs: fault?.delayMs ?? 1_000 } }),
    unsigned: () => html(envelope(root, JSON.stringify(answer))),
    wrong_key: () => html(signed(root, answer, keys.wrongKey)),
    half_body: () => ({ ...reply, delivery: { kind: 'half' } }),
  };
  return (fault && losses[fault.kind]?.()) ?? reply;
}

/** The signature covers the inner object as written, so it is written once. */
function signed(root: string, answer: Answer, key: KeyObject): string {
  const inner = JSON.stringify(answer);
  return envelope(root, inner, signText(inner, key));
}

const envelope = (root: string, inner: string, signature?: string): string =>
  signature === undefined ? `{"${root}":${inner}}` : `{"${root}":${inner},"sign":"${signature}"}`;

// JSON, and declared as HTML: the vendor's habit.
const html = (body: string): Reply => ({ status: 200, contentType: 'text/html;charset=utf-8', body });

const textsOf = (biz: Fields): Record<string, string | undefined> =>
  Object.fromEntries(Object.keys(biz).map((name) => [name, textOf(biz, name)]));
