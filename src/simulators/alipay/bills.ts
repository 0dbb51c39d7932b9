import { shanghaiText } from '../clock.ts';
import type { Fields } from '../steering-input.ts';
import { fenOf, yuanOf } from '../yuan.ts';
import { gbkOf, zipOf } from '../zip.ts';
import { textOf } from './biz-content.ts';
import type { AlipayFault } from './fault-kinds.ts';
import type { Answer } from './wire.ts';
import type { AlipayWorld } from './world.ts';

type Row = { at: number; trade: string; out: string; type: string; amount: bigint; number: string };

/** The day's business bill as a zip, with the faults that are asked for. Undefined: nothing happened. */
export function billOf(world: AlipayWorld, date: string): Buffer | undefined {
  const rows: Row[] = [];
  const isOfDay = (at: number): boolean => shanghaiText(at).startsWith(date);
  for (const { trade, refunds } of world.book.all()) {
    const of = { trade: trade.trade_no, out: trade.out_trade_no };
    if (trade.paid_at !== undefined && isOfDay(trade.paid_at))
      rows.push({ at: trade.paid_at, ...of, type: '交易', amount: fenOf(trade.total_amount) ?? 0n, number: '' });
    for (const { executed_at, amount, out_request_no } of refunds.values())
      if (executed_at !== undefined && isOfDay(executed_at))
        rows.push({ at: executed_at, ...of, type: '退款', amount: -(fenOf(amount) ?? 0n), number: out_request_no });
  }
  if (rows.length === 0) return undefined;
  return zipOf(`20888000000000000_${date}.csv`, gbkOf(textOfBill(spoiled(world, rows), date)));
}

/** Each fault spoils a refund of its own, the last one first. */
function spoiled({ faults }: AlipayWorld, rows: Row[]): Row[] {
  rows.sort((a, b) => a.at - b.at);
  const refunds = rows.filter(({ type }) => type === '退款');
  const spoil = (fault: AlipayFault, instead: (row: Row) => Row[]): void => {
    const row = refunds.at(-1);
    if (!row || !faults.take([fault], {})) return;
    refunds.pop();
    rows.splice(rows.indexOf(row), 1, ...instead(row));
  };
  spoil('statement_missing', () => []);
  spoil('statement_extra', (row) => [row, { ...row, number: `${row.number}X` }]);
  spoil('statement_off_by_one', (row) => [{ ...row, amount: row.amount - 1n }]);
  spoil('statement_renumbered', (row) => [{ ...row, number: `${row.number}X` }]);
  return rows;
}

const textOfBill = (rows: readonly Row[], date: string): string =>
  [
    '#支付宝业务明细查询',
    `#起始日期：[${date}]`,
    '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,对方账户,订单金额（元）,商家实收（元）,退款批次号/请求号,备注',
    ...rows.map(({ at, trade, out, type, amount, number }) => {
      const yuan = `${amount < 0n ? '-' : ''}${yuanOf(amount < 0n ? -amount : amount)}`;
      const when = shanghaiText(at);
      return `${trade}\t,${out}\t,${type},商品,${when},${when},158****0000,${yuan},${yuan},${number}\t,`;
    }),
    '#业务明细结束',
  ].join('\r\n');

/** `alipay.data.dataservice.bill.downloadurl.query`: the address of the file, for half a minute. */
export function billUrl(world: AlipayWorld, biz: Fields): Answer {
  const date = textOf(biz, 'bill_date') ?? '';
  const file = billOf(world, date);
  if (!file) return { code: '40004', msg: 'Business Failed', sub_code: 'isp.bill_not_exist', sub_msg: '账单不存在' };
  world.bills.set(date, { file, until: world.clock.now() + 30_000 });
  return { code: '10000', msg: 'Success', bill_download_url: `${world.base}/bill?day=${date}` };
}
