import { describe, expect, test } from 'vitest';
import { aMerchant } from '../../../../test/support/a-merchant.ts';
import { freshDatabase } from '../../../../test/support/fresh-database.ts';
import { importsInto } from '../../../../test/support/imports.ts';
import { generic } from './generic.ts';
import type { Mapping } from './mapping.ts';
import { matchImported } from './match-imported.ts';
import type { ImportOrder } from './run-import.ts';

const { db } = await freshDatabase();
const { app, write, imported, left } = importsInto(db);

describe('a sheet as Chinese shops export it', () => {
  const china: { mapping: Mapping; terms: ImportOrder['terms'] } = {
    mapping: generic(),
    terms: { currency: 'CNY', timeZone: 'Asia/Shanghai' },
  };
  const sheet = [
    '订单编号,子订单编号,买家昵称,收货人,手机,下单时间,付款时间,商家编码,商品名称,数量,单价,优惠金额,运费,实付金额,售后单号,退货时间',
    'T1,T1-1,小林,王小明,138****1234,2026/9/5 9:05,2026-09-05 09:06:10,COAT-M,羊毛大衣,2,"￥1,200.00",100,10,2350.00,,',
    'T1,T1-2,小林,王小明,138****1234,2026/9/5 9:05,2026-09-05 09:06:10,HAT,帽子,1,50.00,10,10,2350.00,,',
    'T2,,小林,王小明,138****1234,2026/9/6 9:05,,HAT,帽子,1,50,,,49.00,,',
    'T1,,小林,,,,,COAT-M,羊毛大衣,1,,,,,S1,2026-09-20 12:00',
  ];

  test.each([
    ['UTF-8', Buffer.from(sheet.join('\n'))],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${sheet.join('\r\n')}`)],
    ['GB 18030', gb18030(sheet.join('\r\n'))],
  ])('is read by its headers, in %s', async (_, bytes) => {
    const of = await aMerchant(db);
    const { counts, refused } = await imported(of, write(bytes), china);
    expect(counts).toMatchObject({ ordersTaken: 1, ordersRefused: 1, returnRows: 1 });
    expect(refused()[1]).toMatch(/^4,refused,payments,"?payments_do_not_match: .*5000.*4900/);
    expect(await left(of)).toMatchObject({
      lines: [
        [
          'T1',
          '2026-09-05T01:05:00+00:00',
          235_000,
          '小林',
          'T1-1',
          'COAT-M',
          '羊毛大衣',
          2,
          120_000,
          230_000,
          'T1',
          235_000,
        ],
        ['T1', '2026-09-05T01:05:00+00:00', 235_000, '小林', 'T1-2', 'HAT', '帽子', 1, 5_000, 4_000, 'T1', 235_000],
      ],
    });
    await matchImported(app, of.merchantId, of.shop.id);
    expect((await left(of))?.returns).toEqual([
      [5, 'S1', '小林', 'COAT-M', 1, null, '2026-09-20T04:00:00+00:00', 'matched', 1, null],
    ]);
  });

  test('a column may be named', async () => {
    const of = await aMerchant(db);
    const file = write('no,when,what,pieces,each\nT9,2026-09-05,HAT,2,50\n');
    const columns = { order_number: 'no', placed_at: 'when', sku: 'what', quantity: 'pieces', unit_price: 'each' };
    const { counts } = await imported(of, file, { ...china, mapping: generic(columns) });
    expect(counts.ordersTaken).toBe(1);
  });

  test('missing columns are named before anything is read', async () => {
    const of = await aMerchant(db);
    await expect(imported(of, write('订单号,数量\nT9,1\n'), china)).rejects.toThrow(
      '"missing":["placed_at","sku","unit_price"]',
    );
  });
});

/** Node writes no GB 18030; the few characters of the sheet are looked up among all two-byte codes. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      const code = Buffer.of(high, low);
      const sign = decoder.decode(code);
      if (low !== 0x7f && [...sign].length === 1) codes.set(sign, code);
    }
  }
  return Buffer.concat(
    [...text].map((sign) => (sign < '\u0080' ? Buffer.from(sign) : (codes.get(sign) ?? Buffer.from('?')))),
  );
}
