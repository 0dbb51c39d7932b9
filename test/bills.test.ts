import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addDays } from '../src/domain/time.ts';
import { startHarness } from './support/app-harness.ts';
import { billDesk, gbk } from './support/bill-desk.ts';
import { matchDesk } from './support/match-desk.ts';
import { asOwner } from './support/test-postgres.ts';

const harness = await startHarness();
const { app } = harness.program;
const { merchantId, call, keyWith } = harness;
const { today, list, count, refunded } = matchDesk(harness);
const { look, take, map, moved } = billDesk(harness);
const day = addDays(today, -3);
const days = { from: addDays(day, -1), to: addDays(day, 1) };

const taobao = {
  at: '退款完结时间',
  amount: '买家退款金额',
  tradeNumber: '订单编号',
  refundNumber: '退款编号',
  kind: { column: '退款状态', refunds: ['退款成功'] },
};
const head = '订单编号,退款编号,买家退款金额,退款完结时间,退款状态,备注';
const bill = (...rows: string[]) => `#某店退款\r\n${[head, ...rows].join('\r\n')}\r\n`;

test('a proposal is looked at, and nothing is taken over before a person has said what the columns are (M-7)', async () => {
  const { body } = await call<{ rows: { vendor: string; isMapped: boolean; isVerified: boolean }[] }>(
    'GET',
    '/api/matching/sources',
  );
  expect(body.rows.map(({ vendor, isMapped, isVerified }) => [vendor, isMapped, isVerified])).toEqual(
    ['taobao', 'jd', 'pinduoduo', 'wechat', 'alipay'].map((vendor) => [vendor, false, false]),
  );
  const file = bill(`T1,F1,199.00,${day} 10:00:00,退款成功,"红色, M 码"`, `T2,F2,10.00,${day} 11:00:00,退款关闭,`);
  const looked = await look('taobao', gbk(file));
  expect(looked.body).toMatchObject({
    columns: ['订单编号', '退款编号', '买家退款金额', '退款完结时间', '退款状态', '备注'],
    sample: [['T1', 'F1', '199.00', `${day} 10:00:00`, '退款成功', '红色, M 码'], expect.anything()],
    missing: [],
    reading: {
      lines: 1,
      total: { minor: '19900' },
      from: day,
      to: day,
      setAside: [{ word: '退款关闭', rows: 1 }],
      errors: [],
    },
    takenAt: null,
  });
  expect((await take('taobao', gbk(file), days)).body.code).toBe('source_not_mapped');
  expect(await count('bill_upload')).toBe(0);
  const unknown = await look('kuaishou', '时间,金额\r\n1,2\r\n');
  expect(unknown.body).toMatchObject({ columns: ['时间', '金额'], reading: null });
});

test('columns are said once; a wrong cell anywhere is named by row and column, and refuses the whole file (M-7)', async () => {
  expect((await map('taobao', { ...taobao, kind: undefined, amount: '' })).status).toBe(400);
  expect((await map('taobao', taobao)).body).toMatchObject({ isMapped: true, mapping: taobao });
  const file = bill(
    `T1,F1,199.00,${day} 10:00:00,退款成功,`,
    `T2,F2,一百,${day} 10:00:00,退款成功,`,
    `3.38E+18,F3,1.00,${day} 10:00:00,退款成功,`,
    'T4,F4',
    `T5,F5,1.00,${addDays(day, 5)} 10:00:00,退款成功,`,
  );
  const refused = await take('taobao', file, days);
  expect(refused.status).toBe(409);
  expect(refused.body.rejection).toMatchObject({
    code: 'bill_rows_wrong',
    count: 4,
    errors: [
      { row: 4, column: '买家退款金额', text: '一百', fault: 'not_an_amount' },
      { row: 5, column: '订单编号', text: '3.38E+18', fault: 'cut_by_spreadsheet' },
      { row: 6, column: '订单编号', text: '2 / 6', fault: 'other_width' },
      { row: 7, column: '退款完结时间', fault: 'outside_days' },
    ],
  });
  expect([await count('bill_upload'), await count('statement_line')]).toEqual([0, 0]);
  expect((await take('taobao', 'a,b\r\n1,2\r\n', days)).body.rejection).toMatchObject({ code: 'bill_columns_missing' });
  expect((await take('taobao', '', days)).body.code).toBe('bill_unreadable');
  expect((await take('taobao', file, { from: days.to, to: days.from })).body.code).toBe('days_turned_round');
  expect((await take('taobao', file, { from: day, to: today })).body.code).toBe('bill_of_today');
  const clerk = await keyWith(['ledger:read']);
  expect((await take('taobao', file, days, clerk)).status).toBe(403);
});

test('the same file is taken over once, also by two at a time, and what stopped half way goes on (M-7)', async () => {
  const file = bill(`T1,F1,199.00,${day} 10:00:00,退款成功,`, `T2,F2,1.00,${addDays(day, 1)} 10:00:00,退款成功,`);
  const both = await Promise.all([take('taobao', file, days), take('taobao', file, days)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect([await count('bill_upload'), await count('statement_line')]).toEqual([1, 2]);
  const again = await take('taobao', file, days);
  expect(again.body).toMatchObject({ isNew: false, upload: { lines: 2, takenAt: expect.any(String) } });
  expect((await look('taobao', file)).body.takenAt).toEqual(again.body.upload?.takenAt);
  // The process died before the last day was kept.
  await asOwner(
    harness.databaseUrl,
    `alter table bill_upload no force row level security; update bill_upload set taken_at = null;
     alter table bill_upload force row level security;
     alter table statement_day no force row level security; delete from statement_day where vendor = 'taobao' and day = '${days.to}';
     alter table statement_day force row level security`,
  );
  expect((await take('taobao', file, days)).body).toMatchObject({
    isNew: true,
    upload: { takenAt: expect.any(String) },
  });
  expect([await count('bill_upload'), await count('statement_line'), await count('statement_file')]).toEqual([1, 2, 3]);
  const bills = await call<{ rows: object[] }>('GET', '/api/matching/bills');
  expect(bills.body.rows).toMatchObject([{ vendor: 'taobao', from: days.from, to: days.to, lines: 2 }]);
  // Said to cover a day more, it is read for that day as well.
  const wider = await take('taobao', file, { ...days, from: addDays(day, -2) });
  expect(wider.body).toMatchObject({ isNew: true, upload: { from: addDays(day, -2), to: days.to } });
  expect([await count('bill_upload'), await count('statement_line'), await count('statement_file')]).toEqual([1, 2, 4]);
  // Read by another mapping it is another bill.
  await map('taobao', { ...taobao, kind: { column: '退款状态', refunds: ['退款关闭'] } });
  expect((await take('taobao', file, days)).body).toMatchObject({ isNew: true, upload: { lines: 0 } });
  await map('taobao', taobao);
});

test('a sheet reads like a file, and numbers that it cut are refused (M-7)', async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('账单');
  sheet.addRow(head.split(','));
  sheet.addRow(['T7', 'F7', 12.5, new Date(`${day}T10:00:00Z`), '退款成功', '']);
  const good = Buffer.from(await book.xlsx.writeBuffer());
  expect((await look('taobao', good)).body).toMatchObject({
    reading: { lines: 1, total: { minor: '1250' }, from: day, errors: [] },
  });
  sheet.addRow([Number('3381234567890123456'), 'F8', 1, new Date(`${day}T10:00:00Z`), '退款成功', '']);
  const cut = await look('taobao', Buffer.from(await book.xlsx.writeBuffer()));
  expect(cut.body.reading).toMatchObject({
    errorCount: 1,
    errors: [{ row: 3, column: '订单编号', fault: 'cut_by_spreadsheet' }],
  });
  sheet.getCell(1, 257).value = '远';
  const wide = await look('taobao', Buffer.from(await book.xlsx.writeBuffer()));
  expect(wide.body.code).toBe('bill_too_wide');
  const full = `${head}\r\n${`${','.repeat(99)}\r\n`.repeat(50_001)}`;
  expect((await look('taobao', full)).body.code).toBe('bill_too_full');
  const twice = `${head},退款编号\r\nT1,F1,1.00,${day} 10:00:00,退款成功,,F2\r\n`;
  expect((await take('taobao', twice, days)).body.rejection).toMatchObject({
    code: 'bill_rows_wrong',
    errors: [{ row: 1, column: '退款编号', fault: 'column_twice' }],
  });
  const bomb = Buffer.from('PK\u0003\u0004 not a sheet');
  expect((await look('taobao', bomb)).body.code).toBe('bill_unreadable');
});

test('a marketplace’s document and a bill that names payments only find their refunds (M-7)', async () => {
  const [one, two, three] = [await refunded(), await refunded(), await refunded()];
  const trades = await moved([one, two, three], { method: 'pinduoduo', day });
  await map('pinduoduo', {
    at: '发生时间',
    amount: '支出',
    tradeNumber: '商户订单号',
    kind: { column: '类型', refunds: ['退款'] },
  });
  const rows = [
    `${trades[0]},-199.00,${day} 10:00:00,退款`,
    `${trades[1]},-199.01,${day} 10:00:00,退款`,
    `${trades[2]},-199.00,${day} 10:00:00,退款`,
    `${trades[2]},-199.00,${day} 12:00:00,退款`,
    `${trades[2]},500.00,${day} 12:00:00,交易收入`,
  ];
  const taken = await take('pinduoduo', `商户订单号,支出,发生时间,类型\r\n${rows.join('\r\n')}`, {
    from: day,
    to: day,
  });
  expect(taken.body).toMatchObject({
    isNew: true,
    open: 2,
    upload: { lines: 4, setAside: [{ word: '交易收入', rows: 1 }] },
  });
  const found = await list('vendor=pinduoduo&state=open');
  expect(found.map(({ kind, cause, number }) => [kind, cause, number]).sort()).toEqual([
    ['amount_differs', 'one_fen', two.refunds[0]?.id],
    ['unknown_at_ours', 'refunded_at_gateway', `${trades[2]}@${day}.2`],
  ]);
  // By the document of the marketplace.
  await asOwner(
    harness.databaseUrl,
    `alter table rma no force row level security; update rma set external_id = 'F1', channel = 'taobao',
       shop_id = (select shop_id from shop where channel = 'taobao') where rma_id = '${one.id}';
     alter table rma force row level security; alter table refund no force row level security;
     update refund set method = 'taobao' where rma_id = '${one.id}'; alter table refund force row level security`,
  );
  const file = bill(`${trades[0]},F1,198.00,${day} 10:00:00,退款成功,`);
  expect((await take('taobao', file, days)).body).toMatchObject({ open: 1 });
  expect(await list('vendor=taobao&state=open')).toMatchObject([
    { kind: 'amount_differs', cause: 'other_amount', number: one.refunds[0]?.id, gap: { minor: '-100' } },
  ]);
});

test('several are settled at once, each with a verdict of its own (M-7)', async () => {
  const open = await list('state=open');
  const ids = [...open.map(({ id }) => id), 'mdf_nothing'];
  const gaps = [...open.map(({ gap }) => gap.minor), '0'];
  const said = { differenceIds: ids, action: 'book', note: '按账单', gaps };
  const send = () =>
    call<{ verdicts: { differenceId: string; ok: boolean; rejection?: { code: string } }[] }>(
      'POST',
      '/api/matching/differences/settle',
      said,
      { 'idempotency-key': 'settle-several-at-once' },
    );
  const { status, body } = await send();
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.verdicts.map(({ ok, rejection }) => rejection?.code ?? ok).sort()).toEqual(
    [...open.map(() => true), 'difference_not_found'].sort(),
  );
  expect(await list('state=open')).toEqual([]);
  const papers = await count('book_document');
  await send();
  expect(await count('book_document')).toBe(papers);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ n: number }>`select count(*)::int as n from match_event where action = 'book'`.execute(tx),
  );
  expect(rows).toEqual([{ n: open.length }]);
});
