import { describe, expect, test } from 'vitest';
import { agree, ask, get, goodsBack, ledger, png, start, startWithRefund, steer, tmall } from './test-client.ts';

describe('a refund', () => {
  test('walks from the application over the returned goods to the money', async () => {
    const { simulator, refund_id, tid } = await startWithRefund();
    const versions = [(await get(simulator, refund_id)).refund_version];
    await goodsBack(simulator, refund_id);
    const back = await get(simulator, refund_id);
    versions.push(back.refund_version);
    expect(back).toMatchObject({ status: 'WAIT_SELLER_CONFIRM_GOODS', sid: '73100000000001' });
    expect(back.address).toContain('退货仓');
    expect(await agree(simulator, refund_id)).toMatchObject({
      succ: true,
      msg_code: 'OP_SUCC',
      results: [{ refund_id, succ: true }],
    });
    const paid = await get(simulator, refund_id);
    versions.push(paid.refund_version);
    expect(paid).toMatchObject({ status: 'SUCCESS', payment: '0.00', refund_remind_timeout: { exist_timeout: false } });
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
    expect(await ledger(simulator)).toMatchObject([{ refund_id, amount: '88.50', by: 'seller', calls: 1 }]);
    const params = { method: 'taobao.trade.fullinfo.get', tid, fields: 'status,orders.status,orders.refund_status' };
    expect((await ask(simulator, params)).trade).toEqual({
      status: 'WAIT_BUYER_CONFIRM_GOODS',
      orders: [
        { status: 'TRADE_CLOSED', refund_status: 'SUCCESS' },
        { status: 'WAIT_BUYER_CONFIRM_GOODS', refund_status: 'NO_REFUND' },
      ],
    });
  });

  test('is paid once, whoever asks how often', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    await agree(simulator, refund_id);
    expect(await agree(simulator, refund_id)).toMatchObject({ succ: false, msg_code: 'OP_FAILURE_UE' });
    expect(await ledger(simulator)).toMatchObject([{ refund_id, calls: 2 }]);
  });

  test('is not paid before the goods are back', async () => {
    const { simulator, refund_id } = await startWithRefund();
    expect(await agree(simulator, refund_id)).toMatchObject({ succ: false });
    expect(await ledger(simulator)).toEqual([]);
  });

  test.each([
    ['another amount', (id: string, version: number) => `${id}|8849|${version}|`],
    ['an old version', (id: string, version: number) => `${id}|8850|${version - 1}|`],
    ['another phase', (id: string, version: number) => `${id}|8850|${version}|aftersale`],
  ])('is not paid for %s', async (_, infos) => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    const { refund_version } = await get(simulator, refund_id);
    const answer = await agree(simulator, refund_id, { refund_infos: infos(refund_id, refund_version) });
    expect(answer).toMatchObject({ succ: false, results: [{ refund_id, succ: false }] });
    expect(await ledger(simulator)).toEqual([]);
  });
});

describe('a batch of refunds', () => {
  test('is judged row by row: some succeed, some fail', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    const { refund_version } = await get(simulator, refund_id);
    const refund_infos = `${refund_id}|8850|${refund_version}|,404|100|1|`;
    expect(await agree(simulator, refund_id, { refund_infos })).toMatchObject({
      succ: false,
      msg_code: 'SOME_OP_SUCC',
      results: [
        { refund_id, succ: true },
        { refund_id: '404', succ: false },
      ],
    });
  });

  test('comes at most twenty and 6000 yuan at a time', async () => {
    const simulator = await start();
    const ask21 = { method: 'taobao.rp.refunds.agree', refund_infos: Array(21).fill('1|1|1|').join(',') };
    expect(await ask(simulator, ask21)).toMatchObject({ error_response: { sub_code: 'isv.refund-count-limit' } });
    const askMuch = { method: 'taobao.rp.refunds.agree', refund_infos: '1|600001|1|' };
    expect(await ask(simulator, askMuch)).toMatchObject({ error_response: { sub_code: 'isv.refund-amount-limit' } });
    const askNonsense = { method: 'taobao.rp.refunds.agree', refund_infos: '1|1.50|1|' };
    expect(await ask(simulator, askNonsense)).toMatchObject({ error_response: { code: 41 } });
  });

  test('of a large sum needs the code from the text message', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { dispute_type: 'REFUND' } });
    await steer(simulator, 'switches', { smsAboveFen: 5_000, smsCode: '654321' });
    expect(await agree(simulator, refund_id)).toMatchObject({ succ: false, msg_code: 'OP_FAILURE_UE' });
    expect(await agree(simulator, refund_id, { code: '654321' })).toMatchObject({ succ: true });
    expect(await ledger(simulator)).toMatchObject([{ calls: 2 }]);
  });

  test('says what may be done to it', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const params = { method: 'taobao.refund.detail.get', refund_id, fields: 'allowedOperations,refund_version' };
    const { detail } = await ask(simulator, params);
    expect(detail.allowed_operations.map((one: { operation_code: string }) => one.operation_code)).toEqual([
      'agree_return_goods',
      'refuse_refund',
    ]);
    expect(detail.not_allowed_operations[0]).toMatchObject({
      operation_code: 'agree_refund',
      tips: '当前状态不能同意退款',
    });
  });

  test('cannot be asked for beyond the payment, nor twice at a time', async () => {
    const { simulator, tid } = await startWithRefund();
    expect(await steer(simulator, 'refunds', { tid })).toMatchObject({ httpStatus: 409 });
    const oid = String(BigInt(tid) + 2n);
    expect(await steer(simulator, 'refunds', { tid, oid, refund_fee: '20.01' })).toMatchObject({ httpStatus: 409 });
    expect(await steer(simulator, 'refunds', { tid, oid, refund_fee: '20.00' })).toMatchObject({ httpStatus: 200 });
  });
});

describe('a refusal', () => {
  const refuse = { method: 'taobao.refund.refuse', refuse_message: '商品已影响二次销售' };

  test('changes the status, and the buyer may edit and apply again', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const answer = await ask(simulator, { ...refuse, refund_id });
    expect(answer).toMatchObject({ is_success: true, refund: { refund_id, status: 'SELLER_REFUSE_BUYER' } });
    const edited = await steer(simulator, `refunds/${refund_id}/modify`, { refund_fee: '50.00' });
    expect(edited).toMatchObject({ status: 'WAIT_SELLER_AGREE', refund_fee: '50.00' });
  });

  test('with a picture is multipart, and the picture is not signed', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const answer = await ask(simulator, { ...refuse, refund_id }, { files: { refuse_proof: png } });
    expect(answer).toMatchObject({ is_success: true });
  });

  test.each<[string, Record<string, string>, Record<string, Uint8Array<ArrayBuffer>>, number]>([
    ['a message of one character', { refuse_message: '不' }, {}, 41],
    ['a proof that is no picture', {}, { refuse_proof: new Uint8Array(8) }, 41],
    ['the sub order of another refund', { oid: '1' }, {}, 41],
    ['a stale version', { refund_version: '1' }, {}, 15],
  ])('is refused for %s', async (_, changes, files, code) => {
    const { simulator, refund_id } = await startWithRefund();
    const answer = await ask(simulator, { ...refuse, refund_id, ...changes }, { files });
    expect(answer.error_response).toMatchObject({ code });
  });

  test('is barred for the seven-day return', async () => {
    const { simulator, refund_id } = await startWithRefund({ refund: { reason: '七天无理由退换货' } });
    expect(await ask(simulator, { ...refuse, refund_id })).toMatchObject({ error_response: { code: 15 } });
  });

  test('offers its reasons', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const params = {
      method: 'taobao.refund.refusereason.get',
      refund_id,
      refund_phase: 'onsale',
      fields: 'reason_id,reason_text',
    };
    const { reasons } = await ask(simulator, params);
    expect(reasons[0]).toEqual({ reason_id: 1001, reason_text: '商品已影响二次销售' });
  });
});

describe('Tmall', () => {
  const seller = '归来旗舰店';

  test('wants phase, version and proof for a refusal', async () => {
    const { simulator, refund_id } = await startWithRefund({ seller });
    const { refund_version } = await get(simulator, refund_id, tmall);
    const base = { method: 'taobao.refund.refuse', refund_id, refuse_message: '商品影响销售', session: tmall };
    expect(await ask(simulator, base)).toMatchObject({
      error_response: { code: 40, msg: expect.stringContaining('refund_phase') },
    });
    const locked = { ...base, refund_phase: 'onsale', refund_version: String(refund_version) };
    expect(await ask(simulator, locked)).toMatchObject({
      error_response: { msg: expect.stringContaining('refuse_proof') },
    });
    const proven = await ask(simulator, locked, { files: { refuse_proof: png } });
    expect(proven).toMatchObject({ is_success: true });
  });

  test('lets the seller fill in the return waybill once', async () => {
    const { simulator, refund_id } = await startWithRefund({ seller });
    const { refund_version } = await get(simulator, refund_id, tmall);
    const agreed = {
      method: 'taobao.rp.returngoods.agree',
      refund_id,
      refund_phase: 'onsale',
      refund_version: String(refund_version),
      session: tmall,
    };
    expect(await ask(simulator, agreed)).toMatchObject({ is_success: true });
    const refill = {
      method: 'taobao.rp.returngoods.refill',
      refund_id,
      refund_phase: 'onsale',
      logistics_waybill_no: 'SF1',
      logistics_company_code: 'SF',
      session: tmall,
    };
    expect(await ask(simulator, refill)).toMatchObject({ is_success: true });
    expect(await ask(simulator, refill)).toMatchObject({ error_response: { code: 15 } });
  });

  test('wants the phase, and where switched on the review, before it pays', async () => {
    const { simulator, refund_id } = await startWithRefund({ seller, refund: { dispute_type: 'REFUND' } });
    await steer(simulator, 'switches', { tmallReview: true });
    const { refund_version } = await get(simulator, refund_id, tmall);
    const pay = (refund_infos: string) =>
      ask(simulator, { method: 'taobao.rp.refunds.agree', refund_infos, session: tmall });
    expect(await pay(`${refund_id}|8850|${refund_version}|`)).toMatchObject({ error_response: { code: 41 } });
    expect(await pay(`${refund_id}|8850|${refund_version}|onsale`)).toMatchObject({
      results: [{ message: '退款未审核' }],
    });
    const review = {
      method: 'taobao.rp.refund.review',
      refund_id,
      operator: '小二',
      refund_phase: 'onsale',
      refund_version: String(refund_version),
      result: 'true',
      message: '同意',
      session: tmall,
    };
    expect(await ask(simulator, review)).toMatchObject({ is_success: true });
    expect(await pay(`${refund_id}|8850|${refund_version}|onsale`)).toMatchObject({ succ: true });
  });
});

describe('other methods', () => {
  test('the return address is found by its purpose, and used by its id', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const all = await ask(simulator, { method: 'taobao.logistics.address.search' });
    expect(all.addresses).toHaveLength(2);
    const returns = await ask(simulator, { method: 'taobao.logistics.address.search', rdef: 'cancel_def' });
    expect(returns.addresses).toMatchObject([{ contact_id: 90000000001, cancel_def: true }]);
    const agreed = { method: 'taobao.rp.returngoods.agree', refund_id };
    const unknown = await ask(simulator, { ...agreed, seller_address_id: '1' });
    expect(unknown).toMatchObject({ error_response: { code: 41 } });
    await ask(simulator, { ...agreed, seller_address_id: '90000000002' });
    expect((await get(simulator, refund_id)).address).toContain('北方退货仓');
  });

  test('a message needs its picture', async () => {
    const { simulator, refund_id } = await startWithRefund();
    const message = { method: 'taobao.refund.message.add', refund_id, content: '请补充照片' };
    expect(await ask(simulator, message)).toMatchObject({ error_response: { code: 40 } });
    const added = await ask(simulator, message, { files: { image: png } });
    expect(added).toMatchObject({ refund_message: { id: expect.any(Number) } });
    const kept = await (await fetch(`${simulator.url}/__sim/refunds/${refund_id}/messages`)).json();
    expect(kept).toMatchObject([{ content: '请补充照片', imageBytes: png.length }]);
  });
});
