import { describe, expect, test } from 'vitest';
import { address, ask, ledger, operate, refusal, sell, startWithAfterSale, stateOf, steer } from './test-client.ts';

describe('a return', () => {
  test('goes its whole way, and is paid once', async () => {
    const { simulator, id } = await startWithAfterSale();
    expect(await operate(simulator, 101, { aftersale_id: id, ...address })).toMatchObject({
      code: 10000,
      data: { items: [{ status_code: 0 }] },
    });
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 7, return_address_id: '90000000001' });
    await steer(simulator, `aftersales/${id}/ship`, { company_name: '中通快递', tracking_no: '73100000000001' });
    expect(await operate(simulator, 111, { aftersale_id: id })).toMatchObject({ code: 10000 });
    expect(await operate(simulator, 111, { aftersale_id: id })).toMatchObject({
      code: 50002,
      sub_code: 'isv.business-failed:20309541',
    });
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 12, refund_status: 3 });
    expect(await ledger(simulator)).toMatchObject([{ aftersale_id: id, amount: 8850, by: 'seller', calls: 2 }]);
  });

  test('may be refused at both decisions, and the buyer may ask again', async () => {
    const { simulator, id } = await startWithAfterSale();
    await operate(simulator, 102, { aftersale_id: id, ...refusal });
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 27 });
    await steer(simulator, `aftersales/${id}/modify`, { reason_remark: '请再看一下' });
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 6, reason_remark: '请再看一下' });
    await operate(simulator, 101, { aftersale_id: id, ...address });
    await steer(simulator, `aftersales/${id}/ship`, { company_name: '中通快递', tracking_no: '73100000000001' });
    await operate(simulator, 112, { aftersale_id: id, ...refusal });
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 29 });
    await steer(simulator, `aftersales/${id}/modify`);
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 11 });
  });
});

test('an exchange ends with the goods that the buyer receives', async () => {
  const { simulator, id } = await startWithAfterSale({ wish: { after_sale_type: 3, refund_total_amount: 0 } });
  await operate(simulator, 301, { aftersale_id: id, ...address });
  await steer(simulator, `aftersales/${id}/ship`, { company_name: '中通快递', tracking_no: '73100000000001' });
  const logistics = { company_code: 'yuantong', logistics_code: 'YT2' };
  expect(await operate(simulator, 311, { aftersale_id: id })).toMatchObject({ sub_code: 'isv.parameter-missing' });
  await operate(simulator, 311, { aftersale_id: id, logistics });
  await steer(simulator, `aftersales/${id}/receive`);
  expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 14 });
  expect(await ledger(simulator)).toEqual([]);
});

describe('a decision', () => {
  const wrong: [string, number, object, number, string][] = [
    ['of a type nobody knows', 999, {}, 40003, 'isv.parameter-invalid'],
    ['that does not fit the kind', 201, {}, 50002, 'isv.business-failed:20309541'],
    ['that does not fit the status', 111, {}, 50002, 'isv.business-failed:20309541'],
    ['for a return without an address', 101, {}, 40001, 'isv.parameter-missing'],
    [
      'for a return to an address that is not in the book',
      101,
      { logistics: { receiver_address_id: 1 } },
      40004,
      'isv.parameter-invalid:11002',
    ],
    ['to refuse without a remark', 102, { ...refusal, remark: '' }, 40001, 'isv.parameter-missing'],
    [
      'to refuse for a reason that is not offered',
      102,
      { ...refusal, reject_reason_code: 1 },
      40004,
      'isv.parameter-invalid:11003',
    ],
    [
      'to refuse without the picture that the reason needs',
      102,
      { ...refusal, reject_reason_code: 3 },
      40001,
      'isv.parameter-missing',
    ],
    ['on a stale version', 101, { ...address, update_time: 1 }, 50002, 'isv.business-failed:11005'],
    ['on what does not exist', 101, { ...address, aftersale_id: '1' }, 20000, 'isp.service-error:10000'],
  ];
  test.each(wrong)('%s is refused and changes nothing', async (_, type, changes, code, sub_code) => {
    const { simulator, id } = await startWithAfterSale();
    const before = await stateOf(simulator, id);
    expect(await operate(simulator, type, { aftersale_id: id, ...changes })).toMatchObject({ code, sub_code });
    expect(await stateOf(simulator, id)).toEqual(before);
  });

  test('that names the present version is taken', async () => {
    const { simulator, id } = await startWithAfterSale();
    const { update_time } = await stateOf(simulator, id);
    expect(await operate(simulator, 101, { aftersale_id: id, ...address, update_time })).toMatchObject({ code: 10000 });
  });

  test('that the platform keeps for people is not taken from a program', async () => {
    const { simulator, id } = await startWithAfterSale({ wish: { manual_only: true } });
    expect(await operate(simulator, 101, { aftersale_id: id, ...address })).toMatchObject({
      sub_code: 'isv.business-failed:11001',
    });
  });

  test('on many is all or nothing: one that does not fit, and none is done', async () => {
    const { simulator, id, lineIds } = await startWithAfterSale();
    const other = (await steer(simulator, 'aftersales', { order_id: lineIds[1] })).after_sale_id;
    await steer(simulator, `aftersales/${other}/close`);
    const both = [id, other].map((aftersale_id) => ({ aftersale_id, ...address }));
    expect(await operate(simulator, 101, ...both)).toMatchObject({ code: 50002 });
    expect(await stateOf(simulator, id)).toMatchObject({ after_sale_status: 6 });
    const many = Array.from({ length: 21 }, () => ({ aftersale_id: id, ...address }));
    expect(await operate(simulator, 101, ...many)).toMatchObject({ sub_code: 'isv.parameter-invalid' });
  });
});

test('the time to act is extended once, and the number of the after-sale is bare', async () => {
  const { simulator, id } = await startWithAfterSale();
  const { status_deadline } = await stateOf(simulator, id);
  const extend = () => ask(simulator, 'afterSale.timeExtend', `{"aftersale_id":${id}}`);
  expect(await extend()).toMatchObject({ code: 10000 });
  expect((await stateOf(simulator, id)).status_deadline).toBeGreaterThan(status_deadline);
  expect(await extend()).toMatchObject({ code: 50002 });
  expect(await ask(simulator, 'afterSale.timeExtend', { aftersale_id: id })).toMatchObject({
    sub_code: 'isv.parameter-invalid',
  });
});

test('the reasons offered for a refusal depend on where the goods are', async () => {
  const { simulator, id } = await startWithAfterSale();
  const codes = async () =>
    (await ask(simulator, 'afterSale.rejectReasonCodeList', { aftersale_id: id })).data.items.map(
      ({ reject_reason_code }: { reject_reason_code: number }) => reject_reason_code,
    );
  expect(await codes()).toEqual([3, 4, 5, 6]);
  await operate(simulator, 101, { aftersale_id: id, ...address });
  await steer(simulator, `aftersales/${id}/ship`, { company_name: '中通快递', tracking_no: '73100000000001' });
  expect(await codes()).toEqual([3, 1, 2, 5, 6]);
});

describe('the list', () => {
  test('is narrowed by time, kind, status and order, and sorted as it is asked for', async () => {
    const { simulator, id, lineIds } = await startWithAfterSale();
    const { update_time, order_id } = await stateOf(simulator, id);
    simulator.clock.shift(5000);
    const other = (await steer(simulator, 'aftersales', { order_id: lineIds[1], after_sale_type: 1 })).after_sale_id;
    const ids = async (filter: object) => {
      const asked = Object.entries({ ...filter, page: 0, size: 10 }).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const { data } = await ask(simulator, 'afterSale.List', Object.fromEntries(asked));
      return data.items.map((item: { aftersale_info: { aftersale_id: string } }) => item.aftersale_info.aftersale_id);
    };
    expect(await ids({ order_by: ['update_time asc'] })).toEqual([id, other]);
    expect(await ids({})).toEqual([other, id]);
    expect(await ids({ update_end_time: update_time })).toEqual([id]);
    expect(await ids({ update_start_time: update_time + 1 })).toEqual([other]);
    expect(await ids({ aftersale_type: 1 })).toEqual([other]);
    expect(await ids({ standard_aftersale_status: [7, 11] })).toEqual([]);
    expect(await ids({ order_id })).toHaveLength(2);
  });
});

describe('a wish', () => {
  test.each<[string, Record<string, unknown>, number]>([
    ['more than was paid', { refund_total_amount: 999_999 }, 409],
    ['what nobody sells', { order_id: '1' }, 404],
    ['a kind that buyers do not ask for', { after_sale_type: 4 }, 400],
    ['with a field that the vendor has not', { refund_fee: 1 }, 400],
  ])('for %s is refused', async (_, wish, httpStatus) => {
    const { simulator, lineIds } = await startWithAfterSale();
    const asked = await steer(simulator, 'aftersales', { order_id: lineIds[1], ...wish });
    expect(asked).toMatchObject({ httpStatus, error: expect.stringMatching(/./) });
  });

  test('for a line whose last is not over is refused, and for the whole order too', async () => {
    const { simulator, orderId, lineIds } = await startWithAfterSale();
    expect(await steer(simulator, 'aftersales', { order_id: orderId })).toMatchObject({ httpStatus: 409 });
    expect(await steer(simulator, 'aftersales', { order_id: lineIds[1], whole_order: true })).toMatchObject({
      httpStatus: 409,
    });
  });

  test('for the whole order before it is shipped is paid at once, and the order is over', async () => {
    const { simulator } = await startWithAfterSale();
    const { order_id } = await sell(simulator, { sku_order_list: [{}, {}] });
    const asked = await steer(simulator, 'aftersales', { order_id, whole_order: true });
    expect(asked).toMatchObject({ after_sale_type: 2, refund_total_amount: 20_000 });
    await operate(simulator, 201, { aftersale_id: asked.after_sale_id });
    const { data } = await ask(simulator, 'order.orderDetail', { shop_order_id: order_id });
    expect(data.shop_order_detail.main_status).toBe(21);
  });
});
