import { gzipSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/support/fresh-database.ts';
import { HEADER, importsInto } from '../../../../test/support/imports.ts';
import { expectedRefunds } from '../../demo/online-retail/expected-refunds.ts';
import { matchImported } from './match-imported.ts';

const { db } = await freshDatabase();
const { app, write, csv, britain, imported, left } = importsInto(db);

const small = [
  '536365,85123A,WHITE  HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom',
  '536365,71053,"LANTERN, WHITE",6,2010-12-01 08:26:00,3.39,17850,United Kingdom',
  'C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527,United Kingdom',
  '536365,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,17850,United Kingdom',
  '536365,85123a,WHITE HANGING HEART,1,2010-12-01 08:26:00,2.5,17850,United Kingdom',
  '536366,22633,HAND WARMER,10,2011-08-31 17:19:00,1.85,NA,United Kingdom',
  '536367,22633,,5,2011-08-31 17:20:00,0,NA,United Kingdom',
  '536368,22633,?,-5,2011-08-31 17:21:00,0,NA,United Kingdom',
  'A563185,B,Adjust bad debt,1,2011-08-31 17:22:00,11062.06,NA,United Kingdom',
  'C536391,85123A,WHITE HANGING HEART,-2,2011-09-01 10:24:00,2.55,17850,United Kingdom',
];

describe('a file of orders and cancellations', () => {
  test('rows of an invoice are one order, also around rows of another kind; what is no goods is set aside by its kind', async () => {
    const of = await britain();
    const { counts } = await imported(of, csv(...small));
    expect(counts).toMatchObject({
      rows: 10,
      ordersTaken: 2,
      orderRows: 4,
      returnRows: 2,
      refusedRows: 0,
      setAside: {
        postage: { rows: 1, amountMinor: '1800' },
        free_of_charge: { rows: 1, amountMinor: '0' },
        stock_correction: { rows: 1, amountMinor: '0' },
        bad_debt: { rows: 1, amountMinor: '1106206' },
      },
    });
    expect(await left(of)).toEqual({
      parties: 2,
      lines: [
        [
          '536365',
          '2010-12-01T08:26:00+00:00',
          3_814,
          '17850',
          '1',
          '85123A',
          'WHITE HANGING HEART',
          6,
          255,
          1_530,
          'retail-536365',
          3_814,
        ],
        [
          '536365',
          '2010-12-01T08:26:00+00:00',
          3_814,
          '17850',
          '2',
          '71053',
          'LANTERN, WHITE',
          6,
          339,
          2_034,
          'retail-536365',
          3_814,
        ],
        [
          '536365',
          '2010-12-01T08:26:00+00:00',
          3_814,
          '17850',
          '3',
          '85123A',
          'WHITE HANGING HEART',
          1,
          250,
          250,
          'retail-536365',
          3_814,
        ],
        [
          '536366',
          '2011-08-31T16:19:00+00:00',
          1_850,
          'invoice-536366',
          '1',
          '22633',
          'HAND WARMER',
          10,
          185,
          1_850,
          'retail-536366',
          1_850,
        ],
      ],
      returns: [
        [4, 'C536379', '14527', 'D', 1, 2_750, '2010-12-01T09:41:00+00:00', 'unmatched', 0, 'not_goods:discount'],
        [11, 'C536391', '17850', '85123A', 2, 255, '2011-09-01T09:24:00+00:00', 'waiting', 0, null],
      ],
    });
  });

  test('CSV, compressed CSV and a workbook with real numbers and dates leave the same', async () => {
    const [plain, zipped, book] = [await britain(), await britain(), await britain()];
    await imported(plain, csv(...small));
    await imported(zipped, write(gzipSync([HEADER, ...small].join('\r\n')), 'csv.gz'));
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('orders');
    sheet.addRow(HEADER.split(','));
    for (const row of small) {
      const [invoice, code, description, quantity, date, price, customer, country] = row
        .replace('"LANTERN, WHITE"', 'LANTERN# WHITE')
        .split(',');
      sheet.addRow([
        /^\d+$/.test(invoice ?? '') ? Number(invoice) : invoice,
        code,
        description?.replace('#', ','),
        Number(quantity),
        new Date(`${date?.replace(' ', 'T')}Z`),
        Number(price),
        customer === 'NA' ? 'NA' : Number(customer),
        country,
      ]);
    }
    sheet.getColumn(5).numFmt = 'yyyy-mm-dd hh:mm:ss';
    await imported(book, write(Buffer.from(await workbook.xlsx.writeBuffer()), 'xlsx'));
    expect(await left(zipped)).toEqual(await left(plain));
    expect(await left(book)).toEqual(await left(plain));
  });

  test('rows that are not taken are listed with number, field, reason and the row; an order with one is refused whole', async () => {
    const of = await britain();
    const { counts, refused } = await imported(
      of,
      csv(
        '1,22633,A,1,2011-01-05 10:00:00,1.00,100,UK',
        '1,22634,B,one,2011-01-05 10:00:00,1.00,100,UK',
        '2,22633,A,1,2011-01-05 10:00:00,1.005,100,UK',
        '3,22633,A,1,2011-02-30 10:00:00,1.00,100,UK',
        '4,22633,=1+1,1,2011-01-05 10:00:00,1.00,100,UK',
        'C5,22633,A,2,2011-01-05 10:00:00,1.00,100,UK',
        '6,POST,P,1,2011-01-05 10:00:00,3.00,100,UK',
        '7,22633,A,1,2011-01-05 10:00:00,2.00,100,UK',
        '8,22633,A,1,2011-01-05 10:00:00,2.00,100,UK',
        '7,22634,B,1,2011-01-05 10:00:00,2.00,100,UK',
      ),
    );
    expect(counts).toMatchObject({ ordersTaken: 3, orderRows: 3, refusedRows: 6, rows: 10 });
    expect(refused()).toEqual([
      `row,kind,field,reason,${HEADER}`,
      '2,refused,order,"row 3 of the order: not_a_whole_number: ""one""",1,22633,A,1,2011-01-05 10:00:00,1.00,100,UK',
      '3,refused,Quantity,"not_a_whole_number: ""one""",1,22634,B,one,2011-01-05 10:00:00,1.00,100,UK',
      '4,refused,UnitPrice,"more_than_two_decimals: ""1.005""",2,22633,A,1,2011-01-05 10:00:00,1.005,100,UK',
      '5,refused,InvoiceDate,"no_time: ""2011-02-30 10:00:00""",3,22633,A,1,2011-02-30 10:00:00,1.00,100,UK',
      '7,refused,Quantity,a cancellation has a negative quantity,C5,22633,A,2,2011-01-05 10:00:00,1.00,100,UK',
      '8,set_aside,,postage,6,POST,P,1,2011-01-05 10:00:00,3.00,100,UK',
      expect.stringMatching(/^11,refused,\S+,"?differs_from_known: .*,7,22634,B,/),
    ]);
  });

  test('a dry run finds the same and leaves nothing', async () => {
    const [of, other] = [await britain(), await britain()];
    const dry = await imported(of, csv(...small), { dryRun: true });
    expect(await left(of)).toEqual({ parties: 0, lines: null, returns: null });
    const { rows } = await db.inMerchant(of.merchantId, (tx) => sql`select 1 from import_run`.execute(tx));
    expect(rows).toEqual([]);
    expect(dry.counts).toEqual((await imported(other, csv(...small))).counts);
  });

  test('the same file again does nothing; with a row more it is another file, and brings that row', async () => {
    const of = await britain();
    await imported(of, csv(...small));
    const before = await left(of);
    expect(await imported(of, csv(...small))).toMatchObject({ alreadyFinished: true, counts: { ordersTaken: 2 } });
    expect(await left(of)).toEqual(before);
    const more = await imported(of, csv(...small, '9,22633,A,1,2011-09-05 10:00:00,1.00,100,UK'));
    expect(more.counts).toMatchObject({ ordersTaken: 1, ordersUnchanged: 2 });
  });
});

test('cancellations find their purchases, and what goes back is what a second reading of the file finds', async () => {
  const of = await britain();
  const file = write(
    gzipSync(
      [
        HEADER,
        '1,22633,A,10,2011-01-05 10:00:00,1.00,100,UK',
        '2,22633,A,5,2011-01-06 10:00:00,1.50,100,UK',
        'C8,22634,B,-1,2011-01-06 10:59:00,2.00,200,UK',
        '3,22634,B,5,2011-01-06 11:00:00,2.00,200,UK',
        'C4,22633,A,-7,2011-01-07 10:00:00,1.00,100,UK',
        'C5,22633,A,-7,2011-02-07 10:00:00,1.00,100,UK',
        'C6,22633,A,-3,2011-02-08 10:00:00,1.00,100,UK',
        'C7,22633,A,-1,2011-02-09 10:00:00,1.00,100,UK',
        'C9,22634,B,-1,2011-01-07 10:00:00,2.00,300,UK',
        'C10,22634,B,-1,2011-01-07 10:00:00,2.00,NA,UK',
        'C11,M,Manual,-1,2011-01-07 10:00:00,9.00,200,UK',
        '',
      ].join('\n'),
    ),
    'csv.gz',
  );
  await imported(of, file);
  await matchImported(app, of.merchantId, of.shop.id);
  const { rows } = await db.inMerchant(of.merchantId, (tx) =>
    sql<{ found: string }>`select r.document || ' ' || r.outcome || coalesce(' ' || r.reason, '') || coalesce((
        select ': ' || string_agg(o.external_id || ' x ' || p.quantity, ', ' order by o.placed_at desc)
        from imported_return_part p join sales_order o on o.merchant_id = p.merchant_id and o.order_id = p.order_id
        where p.merchant_id = r.merchant_id and p.row_number = r.row_number), '') as found
      from imported_return r order by row_number`.execute(tx),
  );
  expect(rows.map(({ found }) => found)).toEqual([
    'C8 unmatched bought_only_later',
    'C4 matched: 2 x 5, 1 x 2',
    'C5 matched: 1 x 7',
    'C6 partly more_returned_than_bought: 1 x 1',
    'C7 unmatched more_returned_than_bought',
    'C9 unmatched never_bought',
    'C10 unmatched no_customer',
    'C11 unmatched not_goods:manual_adjustment',
  ]);
  const expected = expectedRefunds(file);
  expect([...expected.refunds]).toEqual([
    ['100 2011-01', 950n],
    ['100 2011-02', 800n],
  ]);
  expect([...expected.units]).toEqual([['22633', 15]]);
});
