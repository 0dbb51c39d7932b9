import type { KeyObject } from 'node:crypto';
import { type SimulatorClock, shanghaiText, shanghaiTextWithMs } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import { yuanOf } from '../yuan.ts';
import type { AlipayFault } from './fault-kinds.ts';
import { noticeText, signText } from './signature.ts';
import { executedFen, type Refund, type TradeRecord, tradeStatus } from './trade-book.ts';

/** Tells the merchant about a refund, at the `notify_url` of the payment; best effort, as the vendor does it. */
export type Notifier = {
  refunded(record: TradeRecord, refund: Refund): void;
  /** Sends what is due. The gateway awaits it only where a notice has to arrive before the answer. */
  sendDue(): Promise<void>;
};

type Notice = { url: string; params: Map<string, string>; sends: number; dueAt: number };

type NotifierOptions = {
  clock: SimulatorClock;
  faults: FaultBoard<AlipayFault>;
  platformKey: KeyObject;
  wrongKey: KeyObject;
  appId: string;
  sellerId: string;
  refundWindowMs: number;
};

const minute = 60_000;
/** Until the merchant says `success`: eight sends within 25 hours. */
const repeatAfterMs = [4, 10, 10, 60, 120, 360, 900].map((minutes) => minutes * minute);

export function notifier(options: NotifierOptions): Notifier {
  const { clock, faults, platformKey, wrongKey } = options;
  const notices = new Set<Notice>();
  let serial = 0;

  const send = async (notice: Notice): Promise<void> => {
    const accepted = await post(notice.url, notice.params);
    const wait = repeatAfterMs[notice.sends];
    notice.sends += 1;
    if (accepted || wait === undefined) return;
    notice.dueAt = clock.now() + wait;
    notices.add(notice);
  };

  return {
    refunded: (record, refund) => {
      const facts = { trade_no: refund.trade_no, out_request_no: refund.out_request_no };
      if (record.trade.notify_url === undefined || faults.take(['notify_never'], facts)) return;
      serial += 1;
      const params = noticeOf(record, refund, options, serial);
      const key = faults.take(['notify_wrong_sign'], facts) ? wrongKey : platformKey;
      params.set('sign', signText(noticeText(params), key));
      const copies = faults.take(['notify_twice'], facts) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        notices.add({ url: record.trade.notify_url, params, sends: 0, dueAt: clock.now() });
      }
    },
    sendDue: async () => {
      const due = [...notices].filter((notice) => notice.dueAt <= clock.now());
      for (const notice of due) notices.delete(notice);
      await Promise.all(due.map(send));
    },
  };
}

function noticeOf(
  record: TradeRecord,
  refund: Refund,
  { clock, appId, sellerId, refundWindowMs }: NotifierOptions,
  serial: number,
): Map<string, string> {
  const { trade } = record;
  const now = clock.now();
  return new Map([
    ['notify_time', shanghaiText(now)],
    ['notify_type', 'trade_status_sync'],
    ['notify_id', `${shanghaiText(now).replaceAll(/\D/g, '')}${String(serial).padStart(20, '0')}`],
    ['app_id', appId],
    ['auth_app_id', appId],
    ['charset', 'utf-8'],
    ['version', '1.0'],
    ['sign_type', 'RSA2'],
    ['trade_no', trade.trade_no],
    ['out_trade_no', trade.out_trade_no],
    ['out_biz_no', refund.out_request_no],
    ['buyer_id', '2088000000000001'],
    ['seller_id', sellerId],
    ['trade_status', tradeStatus(record, now, refundWindowMs)],
    ['total_amount', trade.total_amount],
    ['refund_fee', yuanOf(executedFen(record))],
    ['gmt_create', shanghaiText(trade.created_at)],
    ['gmt_payment', shanghaiText(trade.paid_at ?? trade.created_at)],
    ['gmt_refund', shanghaiTextWithMs(refund.executed_at ?? now)],
    ['subject', trade.subject],
  ]);
}

/** The merchant has to answer exactly `success`. */
async function post(url: string, params: Map<string, string>): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams([...params]),
      signal: AbortSignal.timeout(5_000),
    });
    return response.status === 200 && (await response.text()) === 'success';
  } catch {
    return false;
  }
}
