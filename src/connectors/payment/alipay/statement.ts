import { parseDecimal } from '../../../domain/money.ts';
import { fromWallClock, type LocalDate } from '../../../domain/time.ts';
import { SHANGHAI } from '../../vendor-values.ts';
import { type BillRow, readBill } from '../csv-bill.ts';
import type { StatementLine, StatementOutcome } from '../port.ts';
import { unzipped } from '../unzipped.ts';
import type { AlipayConfig } from './config.ts';
import { decodeBillUrl } from './decode.ts';
import type { Gateway } from './gateway.ts';

const MOST_BYTES = 64 * 1_024 * 1_024;

/** The names of the columns. Unverified: recalled, not read in a document. */
const column = {
  trade: '支付宝交易号',
  type: '业务类型',
  at: '完成时间',
  amount: '订单金额（元）',
  number: '退款批次号/请求号',
} as const;

/** The trade bill of a day: a signed answer with an address that lives for seconds, then a zip of tables in GBK. */
export async function readStatement(gateway: Gateway, config: AlipayConfig, day: LocalDate): Promise<StatementOutcome> {
  const answer = await gateway('alipay.data.dataservice.bill.downloadurl.query', {
    bill_type: 'trade',
    bill_date: day,
  });
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  const reading = decodeBillUrl(answer.body);
  if (answer.kind !== 'answered' || reading.kind === 'unreadable')
    return { kind: 'unknown', cause: 'the bill was not offered under a signature' };
  const { code, sub_code, bill_download_url: url } = reading.value;
  // Unverified: which code says that there is no bill for the day, or not yet.
  if (sub_code === 'isp.bill_not_exist') return { kind: 'absent' };
  if (code !== '10000' || !url) return { kind: 'unknown', cause: `${code} ${sub_code ?? ''}`.trim() };
  const bytes = await fetched(url, config.timeoutMs ?? 15_000);
  return bytes ? linesOf(bytes) : { kind: 'unknown', cause: 'the bill could not be fetched' };
}

async function fetched(url: string, timeoutMs: number): Promise<Buffer | undefined> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const bytes = Buffer.from(await response.arrayBuffer());
    return response.ok && bytes.length <= MOST_BYTES ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function linesOf(zip: Buffer): StatementOutcome {
  const files = unzipped(zip, MOST_BYTES);
  if (!files) return { kind: 'unknown', cause: 'the bill is no readable zip' };
  for (const file of files) {
    const bill = readBill(new TextDecoder('gbk').decode(file), Object.values(column));
    if (!bill) continue;
    if (bill.kind === 'broken') return { kind: 'unknown', cause: `line ${bill.line} of the bill cannot be read` };
    const lines: StatementLine[] = [];
    for (const row of bill.rows) {
      const line = lineOf(row);
      if (!line) return { kind: 'unknown', cause: `a row of the bill cannot be read: ${row(column.trade)}` };
      lines.push(line);
    }
    return { kind: 'statement', lines };
  }
  return { kind: 'unknown', cause: 'the bill has other columns than expected' };
}

function lineOf(row: BillRow): StatementLine | undefined {
  const isRefund = row(column.type) === '退款';
  const amount = parseDecimal(row(column.amount), 'CNY');
  if (!amount) return undefined;
  const at = row(column.at);
  return {
    kind: isRefund ? 'refund' : 'payment',
    tradeNumber: row(column.trade),
    ...(isRefund ? { refundNumber: row(column.number) } : {}),
    // Refunds stand with a minus.
    amount: { ...amount, minor: amount.minor < 0n ? -amount.minor : amount.minor },
    ...(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(at) ? { at: fromWallClock(at, SHANGHAI) } : {}),
  };
}
