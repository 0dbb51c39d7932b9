import { formatDecimal, money } from '../../domain/money.ts';
import { inGbk } from './gbk.ts';
import type { PrintedVoucher } from './voucher-pdf.ts';

const amount = ({ minor, currency }: { minor: string; currency: string }): string =>
  formatDecimal(money(BigInt(minor), currency));

/** The file has no quotes, so a comma in a text would end its column. */
const plain = (text: string): string => text.replaceAll(',', '，').replaceAll(/\s+/g, ' ').slice(0, 60);

/**
 * The file that 用友 U8 imports under 总账工具 (§9.5 b), in GBK: date, word, number, attachments, summary, account, debit,
 * credit, quantity, foreign amount, rate, maker. What comes after (settlement, department, customer …) may be left out.
 */
export async function vouchersAsU8Text(
  vouchers: AsyncIterable<PrintedVoucher>,
  nameOf: (id: string) => string,
): Promise<Buffer> {
  const rows = ['填制凭证,V800'];
  for await (const { date, word, number, attachments, summary, lines, madeBy } of vouchers) {
    for (const { account, debit, credit } of lines) {
      const cells = [date, word, number, attachments, plain(summary), account, amount(debit), amount(credit)];
      rows.push([...cells, '0', '0', '0', plain(nameOf(madeBy))].join(','));
    }
  }
  return inGbk(`${rows.join('\r\n')}\r\n`);
}
