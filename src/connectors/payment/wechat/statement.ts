import { createHash } from 'node:crypto';
import { parseDecimal } from '../../../domain/money.ts';
import { fromWallClock, type LocalDate } from '../../../domain/time.ts';
import { SHANGHAI } from '../../vendor-values.ts';
import { type BillRow, readBill } from '../csv-bill.ts';
import type { StatementLine, StatementOutcome } from '../port.ts';
import type { WechatConfig } from './config.ts';
import { decodeBill } from './decode.ts';
import type { Gateway } from './gateway.ts';

/** The names of the bill's columns. Unverified: recalled, not read in a document. */
const column = {
  at: '交易时间',
  trade: '微信订单号',
  status: '交易状态',
  total: '订单金额',
  reference: '微信退款单号',
  number: '商户退款单号',
  refunded: '申请退款金额',
} as const;

/** `GET /v3/bill/tradebill`: a signed answer with the hash of a file, then the file. */
export async function readStatement(gateway: Gateway, config: WechatConfig, day: LocalDate): Promise<StatementOutcome> {
  const answer = await gateway.get(`/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`);
  if (answer.kind === 'unproven') return { kind: 'unknown', cause: answer.cause };
  if (answer.kind === 'refused') {
    const { code, message } = answer;
    return /^(?:NO_STATEMENT_EXIST|STATEMENT_CREATING)$/.test(code)
      ? { kind: 'absent' }
      : { kind: 'unknown', cause: `${code} ${message}`.trim() };
  }
  const bill = decodeBill(answer.body);
  if (bill.kind === 'unreadable') return { kind: 'unknown', cause: bill.reason };
  const { download_url, hash_value } = bill.value;
  const url = new URL(download_url);
  if (url.origin !== new URL(config.baseUrl).origin)
    return { kind: 'unknown', cause: `the bill lies at ${url.origin}, which is not the gateway` };
  const file = await gateway.get(`${url.pathname}${url.search}`, 'file');
  if (file.kind !== 'answered')
    return { kind: 'unknown', cause: `the bill: ${file.kind === 'unproven' ? file.cause : file.code}` };
  const bytes = Buffer.isBuffer(file.body) ? file.body : Buffer.from(String(file.body), 'utf8');
  // The file itself is not signed; the hash came under the signature.
  if (createHash('sha1').update(bytes).digest('hex') !== hash_value.toLowerCase())
    return { kind: 'unknown', cause: 'the bill is not the one that was signed for' };
  return linesOf(bytes.toString('utf8'));
}

function linesOf(text: string): StatementOutcome {
  const bill = readBill(text, Object.values(column));
  if (!bill) return { kind: 'unknown', cause: 'the bill has other columns than expected' };
  if (bill.kind === 'broken') return { kind: 'unknown', cause: `line ${bill.line} of the bill cannot be read` };
  const lines: StatementLine[] = [];
  for (const row of bill.rows) {
    const line = lineOf(row);
    if (!line) return { kind: 'unknown', cause: `a row of the bill cannot be read: ${row(column.number)}` };
    lines.push(line);
  }
  return { kind: 'statement', lines };
}

function lineOf(row: BillRow): StatementLine | undefined {
  const isRefund = row(column.status) === 'REFUND';
  const amount = parseDecimal(row(isRefund ? column.refunded : column.total), 'CNY');
  if (!amount) return undefined;
  const at = row(column.at);
  return {
    kind: isRefund ? 'refund' : 'payment',
    tradeNumber: row(column.trade),
    ...(isRefund ? { refundNumber: row(column.number), gatewayReference: row(column.reference) } : {}),
    amount,
    ...(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(at) ? { at: fromWallClock(at, SHANGHAI) } : {}),
  };
}
