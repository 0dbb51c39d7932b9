import { createHash } from 'node:crypto';
import { shanghaiText } from '../clock.ts';
import { statementOf } from '../gateways/statement.ts';
import type { GatewayWorld } from '../gateways/world.ts';
import { yuanOf } from '../yuan.ts';

const columns = [
  '交易时间',
  '公众账号ID',
  '商户号',
  '微信订单号',
  '商户订单号',
  '交易类型',
  '交易状态',
  '货币种类',
  '应结订单金额',
  '微信退款单号',
  '商户退款单号',
  '退款金额',
  '退款类型',
  '退款状态',
  '商品名称',
  '手续费',
  '订单金额',
  '申请退款金额',
];

/** The day's bill as a file: a back-tick before each value, a sum behind the rows. Undefined: nothing happened. */
export function tradeBill(world: GatewayWorld, mchid: string, date: string): string | undefined {
  const rows = statementOf(world, date);
  if (rows.length === 0) return undefined;
  const yuan = (fen: number): string => yuanOf(BigInt(fen));
  const lines = rows.map((row) => {
    const { payment } = row;
    const refund = row.kind === 'refund' ? row.refund : undefined;
    const none = '0.00';
    return [
      shanghaiText(refund?.settledAt ?? payment.paidAt),
      'wx0000000000000001',
      mchid,
      payment.id,
      payment.outNumber,
      'JSAPI',
      refund ? 'REFUND' : 'SUCCESS',
      payment.currency,
      refund ? none : yuan(payment.total),
      refund?.id ?? '0',
      refund?.number ?? '0',
      refund ? yuan(refund.amount) : none,
      refund ? 'ORIGINAL' : '',
      refund ? 'SUCCESS' : '',
      '商品',
      '0.00000',
      yuan(payment.total),
      refund ? yuan(refund.amount) : none,
    ]
      .map((cell) => `\`${cell}`)
      .join(',');
  });
  const sums = ['总交易单数,应结订单总金额,退款总金额,手续费总金额', `\`${rows.length},\`0.00,\`0.00,\`0.00`];
  return `\uFEFF${[columns.join(','), ...lines, ...sums].join('\r\n')}\r\n`;
}

export const sha1 = (text: string): string => createHash('sha1').update(text, 'utf8').digest('hex');
