import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { merchantPrivateKey, merchantPublicKey, platformPrivateKey } from '../alipay/test-keys.ts';
import { shanghaiText } from '../clock.ts';
import { deliveryOf, faultBoard } from '../faults.ts';
import { type Params, readForm } from '../form.ts';
import { badGateway, pageNotFound, silence } from '../gateway-faults.ts';
import { faultStages } from '../gateways/fault-kinds.ts';
import { openNotifier } from '../gateways/notices.ts';
import { openRefundBook, type Refund, type RefundState } from '../gateways/refund-book.ts';
import { gatewaySteering } from '../gateways/steering.ts';
import { type GatewayWorld, type NoticeWording, settleDue, takeOn } from '../gateways/world.ts';
import { type Call, listen, type Reply } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { gatewayCertificate, strangerCertificate } from './test-certificates.ts';

export const testMerId = '777290058110097';
export const testCertId = '69026276696';

export type UnionpayOptions = StartOptions & { settleAfterMs?: number; merchantPublicKey?: string };

const minute = 60_000;
const platformKey = keyOf(platformPrivateKey);
const wrongKey = keyOf(merchantPrivateKey);

function keyOf(body: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs8' });
}

/** UnionPay 5.1.0 at `<url>/gateway/api/…`, steered below `<url>/__sim`. */
export async function startUnionpay(options: UnionpayOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'unionpay');
  const book = openRefundBook(journalFile(options, 'unionpay'));
  const merchant = createPublicKey({
    key: Buffer.from(options.merchantPublicKey ?? merchantPublicKey, 'base64'),
    format: 'der',
    type: 'spki',
  });
  const world: GatewayWorld = {
    clock,
    book,
    faults: faultBoard(Object.values(faultStages).flat()),
    notifier: openNotifier(
      clock,
      [1, 2, 4, 15].map((minutes) => minutes * minute),
      (status) => status === 200,
    ),
    settleAfterMs: options.settleAfterMs ?? 0,
    wording,
  };
  const steering = gatewaySteering(world);
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answer(world, merchant, call),
  );
  return running(server, world, () => {
    settleDue(world);
    void world.notifier.sendDue();
  });
}

type Fields = Record<string, string>;

const text = (fields: Iterable<readonly [string, string]>): string =>
  [...fields]
    .filter(([name, value]) => name !== 'signature' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
const digest = (fields: Iterable<readonly [string, string]>): Buffer =>
  Buffer.from(createHash('sha256').update(text(fields), 'utf8').digest('hex'));

const pem = (body: string): string =>
  `-----BEGIN CERTIFICATE-----\n${(body.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----`;

function signed(fields: Fields, key = platformKey, certificate = gatewayCertificate): Fields {
  const whole = { ...fields, signMethod: '01', signPubKeyCert: pem(certificate) };
  return { ...whole, signature: sign('RSA-SHA256', digest(Object.entries(whole)), key).toString('base64') };
}

async function answer(world: GatewayWorld, merchant: KeyObject, call: Call): Promise<Reply> {
  settleDue(world);
  const { params } = await readForm(call);
  const echoed = Object.fromEntries(
    ['merId', 'orderId', 'txnTime', 'txnType', 'txnSubType', 'txnAmt', 'version'].map((name) => [
      name,
      params.get(name) ?? '',
    ]),
  );
  const isSigned =
    params.get('merId') === testMerId &&
    params.get('certId') === testCertId &&
    verify('RSA-SHA256', digest(params), merchant, Buffer.from(params.get('signature') ?? '', 'base64'));
  if (!isSigned) return reply({ ...echoed, respCode: '11', respMsg: '验证签名失败' });
  if (call.path === '/gateway/api/queryTrans.do') return reply(signed({ ...echoed, ...queried(world, params) }));
  if (call.path !== '/gateway/api/backTransReq.do') return pageNotFound;
  const facts = { refund: params.get('orderId') ?? '', payment: params.get('origQryId') ?? '' };
  const fault = world.faults.take(faultStages.before, facts);
  if (fault?.kind === 'hang_before') return silence;
  if (fault?.kind === 'throttled') return reply(signed({ ...echoed, respCode: '06', respMsg: '系统繁忙' }));
  if (fault) return badGateway;
  const fields = { ...echoed, ...refunded(world, params) };
  if (world.faults.take(['notify_early'], facts)) await world.notifier.sendDue();
  const loss = world.faults.take(faultStages.after, facts);
  if (!loss) return reply(signed(fields));
  switch (loss.kind) {
    case 'wrong_key':
      return reply(signed(fields, wrongKey, strangerCertificate));
    case 'unsigned':
      return reply(fields);
    case 'fail_after':
      return badGateway;
    default:
      return { ...reply(signed(fields)), delivery: deliveryOf(loss) };
  }
}

const reply = (fields: Fields): Reply => ({
  status: 200,
  contentType: 'text/html;charset=utf-8',
  body: Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&'),
});

const no = (respCode: string, respMsg: string): Fields => ({ respCode, respMsg });

/** One order number is one refund, whatever is said of it again. */
function refunded(world: GatewayWorld, params: Params): Fields {
  const { book } = world;
  const number = params.get('orderId') ?? '';
  const amount = Number(params.get('txnAmt'));
  book.record({ type: 'refund_called', number });
  if (!/^[A-Za-z0-9]{8,40}$/.test(number) || !/^\d{14}$/.test(params.get('txnTime') ?? '')) return no('13', '要素缺失');
  if (params.get('txnType') !== '04' || !Number.isSafeInteger(amount) || amount <= 0) return no('13', '要素缺失');
  const payment = book.payments.get(params.get('origQryId') ?? '');
  if (!payment) return no('34', '查无此交易');
  const earlier = book.refunds.get(number);
  if (earlier) return earlier.amount === amount ? accepted(earlier) : no('12', '重复交易');
  if (amount > book.remaining(payment)) return no('36', '与原交易信息不符');
  return accepted(
    takeOn(world, payment, {
      number,
      id: `${shanghaiText(world.clock.now()).replaceAll(/\D/g, '')}${String(book.refunds.size).padStart(7, '0')}`,
      amount,
      noticeUrl: params.get('backUrl'),
      extra: { txnTime: params.get('txnTime') ?? '', origQryId: payment.id },
    }),
  );
}

const accepted = ({ id }: Refund): Fields => ({ respCode: '00', respMsg: '成功', queryId: id });

function queried({ book }: GatewayWorld, params: Params): Fields {
  const refund = book.refunds.get(params.get('orderId') ?? '');
  if (!refund || refund.extra.txnTime !== params.get('txnTime')) return no('34', '查无此交易');
  return {
    respCode: '00',
    respMsg: '成功',
    queryId: refund.id,
    txnAmt: String(refund.amount),
    ...outcome(refund.state),
    ...(refund.settledAt ? { settleTime: shanghaiText(refund.settledAt).replaceAll(/\D/g, '') } : {}),
  };
}

const outcomes: Record<RefundState, [string, string]> = {
  pending: ['05', '交易已受理'],
  succeeded: ['00', '成功'],
  closed: ['01', '交易失败'],
  abnormal: ['01', '账户异常'],
};
const outcome = (state: RefundState): Fields => ({ origRespCode: outcomes[state][0], origRespMsg: outcomes[state][1] });

const wording: NoticeWording = (refund, state, _serial, spoiling) => {
  const fields = {
    version: '5.1.0',
    encoding: 'utf-8',
    txnType: '04',
    txnSubType: '00',
    merId: spoiling === 'stranger' ? '777290058119999' : testMerId,
    orderId: refund.number,
    txnTime: refund.extra.txnTime ?? '',
    txnAmt: String(refund.amount),
    queryId: refund.id,
    origQryId: refund.paymentId,
    respCode: outcomes[state][0],
    respMsg: outcomes[state][1],
  };
  const whole = spoiling === 'forged' ? signed(fields, wrongKey, strangerCertificate) : signed(fields);
  if (spoiling === 'tampered') whole.txnAmt = `${whole.txnAmt}0`;
  return {
    body: new URLSearchParams(whole).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
};
