import { describe, expect, test } from 'vitest';
import { shanghaiText } from '../clock.ts';
import { asc, ask, type Extra, look, sell, send, start, startWithService, steer, text, who } from './test-client.ts';

const list = 'jingdong.asc.query.list';

describe('the gateway', () => {
  test.each<[string, Extra, string]>([
    ['no method', { system: { method: '' } }, '14'],
    ['a method that does not exist', { system: { method: 'jingdong.asc.give' } }, '15'],
    ['no app key', { system: { app_key: '' } }, '20'],
    ['an unknown app', { system: { app_key: 'F'.repeat(32) } }, '21'],
    ['no signature', { unsigned: { sign: '' } }, '11'],
    ['a wrong signature', { unsigned: { sign: '0'.repeat(32) } }, '12'],
    ['arguments changed after signing', { unsigned: { '360buy_param_json': '{}' } }, '12'],
    ['a parameter added after signing', { unsigned: { format: 'json' } }, '12'],
    ['no timestamp', { system: { timestamp: '' } }, '7'],
    ['a timestamp of another day', { system: { timestamp: '2020-01-01 00:00:00' } }, '8'],
    ['no timestamp at all', { system: { timestamp: 'now' } }, '8'],
    ['no version', { system: { v: '' } }, '4'],
    ['another version', { system: { v: '1.0' } }, '5'],
    ['no token', { system: { access_token: '' } }, '18'],
    ['an unknown token', { system: { access_token: 'gone' } }, '19'],
  ])('refuses %s', async (_, extra, code) => {
    const answer = await ask(await start(), list, who, extra);
    expect(answer).toEqual({
      error_response: { code, zh_desc: expect.stringMatching(/./), en_desc: expect.stringMatching(/./) },
    });
  });

  test.each([
    [-359, true],
    [359, true],
    [-361, false],
    [361, false],
  ])('takes a clock that is %i s wrong: %s', async (seconds, taken) => {
    const simulator = await start();
    const timestamp = shanghaiText(simulator.clock.now() + seconds * 1000);
    const answer = await ask(simulator, list, who, { system: { timestamp } });
    expect('error_response' in answer).toBe(!taken);
  });

  test('takes the timestamp of newer clients, and system parameters in the query', async () => {
    const simulator = await start();
    const timestamp = `${shanghaiText(simulator.clock.now())}.000+0800`;
    expect(await ask(simulator, list, who, { system: { timestamp }, query: true })).toMatchObject({ success: true });
  });

  test('refuses a token that has expired', async () => {
    const simulator = await start();
    await steer(simulator, 'tokens', { venderId: '10001', expiresAt: simulator.clock.now() + 1000 });
    expect(await ask(simulator, list, who)).toMatchObject({ success: true });
    simulator.clock.shift(2000);
    expect(await ask(simulator, list, who)).toMatchObject({ error_response: { code: '19' } });
  });

  test('refreshes tokens on their last day only, once', async () => {
    const simulator = await start();
    const refresh = async (changes: object = {}) => {
      const query = new URLSearchParams({
        app_key: 'ABCDEF0123456789ABCDEF0123456789',
        app_secret: 'test_secret_0123456789abcdef',
        grant_type: 'refresh_token',
        refresh_token: 'test_refresh_token_jd',
        ...changes,
      });
      return (await fetch(`${simulator.url}/oauth2/refresh_token?${query}`)).json();
    };
    expect(await refresh()).toMatchObject({ code: 400 });
    await steer(simulator, 'tokens', { venderId: '10001', expiresAt: simulator.clock.now() + 3_600_000 });
    expect(await refresh({ app_secret: 'wrong' })).toMatchObject({ code: 400 });
    const fresh = await refresh();
    expect(fresh).toMatchObject({ expires_in: 31_536_000, scope: 'snsapi_base' });
    expect(await refresh()).toMatchObject({ code: 400 });
    expect(await ask(simulator, list, who)).toMatchObject({ error_response: { code: '19' } });
    const system = { access_token: String(fresh.access_token) };
    expect(await ask(simulator, list, who, { system })).toMatchObject({ success: true });
  });

  test("does not show one shop the other's services", async () => {
    const { simulator, serviceId, orderId } = await startWithService();
    const other = { system: { access_token: 'test_access_token_jd2' } };
    const ids = { serviceId: `#${serviceId}`, orderId: `#${orderId}` };
    expect(await asc(simulator, 'query.view', ids, other)).toMatchObject({ success: false, code: 'A0003' });
    const asOther = { ...ids, ...who, buId: '10002' };
    expect(await ask(simulator, 'jingdong.asc.query.view', asOther, other)).toMatchObject({ code: 'B0002' });
  });

  test.each<[string, object, string]>([
    ['who asks', { ...who, operatePin: '' }, 'A0001'],
    ['the order', { ...who, serviceId: 1 }, 'A0001'],
  ])('wants to know %s', async (_, args, code) => {
    const answer = await ask(await start(), 'jingdong.asc.query.view', args);
    expect(answer).toMatchObject({ success: false, code });
  });

  test('reads arguments flat and nested alike', async () => {
    const { simulator, serviceId } = await startWithService();
    const nested = {
      baseRequest: who,
      pageRequest: { pageNumber: 1, pageSize: 5 },
      serviceAllQuery: { serviceId: `#${serviceId}` },
    };
    expect(await ask(simulator, list, nested)).toMatchObject({ totalCount: 1, pageSize: 5 });
  });
});

describe('the wire', () => {
  test('writes 64-bit numbers bare, money as a bare decimal, and the root as JD spells it', async () => {
    const { simulator, serviceId, orderId } = await startWithService();
    const body = await text(simulator, list, { ...who, pageSize: 20 });
    expect(body).toContain(`{"jingdong_asc_query_list_responce":{"code":"0","pageResult":{"success":true`);
    expect(body).toContain(`"serviceId":${serviceId}`);
    expect(body).toContain(`"orderId":${orderId}`);
    expect(body).toContain('"actualPayPrice":88.50');
    expect(body).toMatch(/"applyTime":\d{13}/);
    expect(BigInt(orderId)).toBeGreaterThan(2n ** 53n);
  });

  test('shows receivers only masked', async () => {
    const simulator = await start();
    const consigneeInfo = { fullname: '张三丰', mobile: '13812345678', fullAddress: '文三路100号' };
    const { orderId } = await sell(simulator, { consigneeInfo });
    const args = { order_id: `#${orderId}`, optional_fields: 'consigneeInfo' };
    expect(await ask(simulator, 'jingdong.pop.order.get', args)).toMatchObject({
      orderInfo: { consigneeInfo: { fullname: '张****', mobile: '138****5678', fullAddress: '文三路1****' } },
    });
  });

  test('has a null for an empty list', async () => {
    expect(await asc(await start(), 'query.list', {})).toMatchObject({ data: null, totalCount: 0 });
  });
});

describe('faults', () => {
  test('a throttled method stays banned until the caller has waited', async () => {
    const simulator = await start();
    await steer(simulator, 'faults', { kind: 'throttle', count: 1, seconds: 30, filter: { method: list } });
    expect(await ask(simulator, list, who)).toMatchObject({ error_response: { code: '2' } });
    expect(await ask(simulator, list, who)).toMatchObject({ error_response: { code: '2' } });
    expect(await asc(simulator, 'sync.list', {})).toMatchObject({ success: true });
    simulator.clock.shift(30_000);
    expect(await ask(simulator, list, who)).toMatchObject({ success: true });
    expect((await look(simulator, 'faults')).fired).toMatchObject({ throttle: 1 });
  });

  test('an app may call so often a minute and no more', async () => {
    const simulator = await start();
    await steer(simulator, 'switches', { callsPerMinute: 2 });
    const codes: unknown[] = [];
    for (let n = 0; n < 3; n++) codes.push('error_response' in (await ask(simulator, list, who)));
    expect(codes).toEqual([false, false, true]);
    simulator.clock.shift(60_000);
    expect(await ask(simulator, list, who)).toMatchObject({ success: true });
  });

  test.each([
    ['session_expired', '19'],
    ['no_permission', '24'],
  ])('%s is %s', async (kind, code) => {
    const simulator = await start();
    await steer(simulator, 'faults', { kind, filter: { method: list } });
    expect(await ask(simulator, list, who)).toMatchObject({ error_response: { code } });
    expect(await asc(simulator, 'sync.list', {})).toMatchObject({ success: true });
  });

  test('a bad gateway is HTML with status 502', async () => {
    const simulator = await start();
    await steer(simulator, 'faults', [
      { kind: 'bad_gateway', count: 1 },
      { kind: 'bad_gateway_after', count: 1 },
    ]);
    for (const _ of [1, 2]) {
      const response = await send(simulator, list, who);
      expect([response.status, await response.text()]).toEqual([502, expect.stringContaining('<html>')]);
    }
  });

  test('half_body cuts the answer, slow delays it, drop and hang lose it', async () => {
    const simulator = await start();
    await steer(simulator, 'faults', [
      { kind: 'half_body', count: 1 },
      { kind: 'slow', delayMs: 20, count: 1 },
      { kind: 'drop_after', count: 1 },
      { kind: 'hang_after', count: 1 },
    ]);
    await expect(ask(simulator, list, who)).rejects.toThrow();
    expect(await ask(simulator, list, who)).toMatchObject({ success: true });
    await expect(send(simulator, list, who)).rejects.toThrow();
    await expect(send(simulator, list, who, { timeoutMs: 200 })).rejects.toThrow();
  });

  test.each([
    ['response_spelling', '"jingdong_asc_query_list_response":'],
    ['short_decimals', '"actualPayPrice":88.5,'],
    ['duplicate_rows', '"totalCount":1'],
  ])('%s writes %s', async (kind, part) => {
    const { simulator, serviceId } = await startWithService();
    await steer(simulator, 'faults', { kind });
    const body = await text(simulator, list, who);
    expect(body).toContain(part);
    expect(body.split(`"serviceId":${serviceId}`).length - 1).toBe(kind === 'duplicate_rows' ? 2 : 1);
  });
});
