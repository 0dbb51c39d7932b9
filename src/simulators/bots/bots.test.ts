import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { Simulator } from '../simulator.ts';
import { dingtalkSignature, startDingtalk } from './dingtalk.ts';
import { feishuSignature, startFeishu } from './feishu.ts';
import { startWecom } from './wecom.ts';

let bot: Simulator;
afterEach(async () => bot?.close());

const post = async (path: string, body: object): Promise<Record<string, unknown>> =>
  (await fetch(`${bot.url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
const messages = async (): Promise<unknown[]> => (await fetch(`${bot.url}/__sim/messages`)).json();
const shift = (shiftMs: number) =>
  fetch(`${bot.url}/__sim/clock`, { method: 'POST', body: JSON.stringify({ shiftMs }) });

describe('the 企业微信 bot', () => {
  const say = (content: string, key = 'test-wecom-key') =>
    post(`/cgi-bin/webhook/send?key=${key}`, { msgtype: 'markdown', markdown: { content } });

  test('says 20 things a minute, and no more', async () => {
    bot = await startWecom();
    for (let n = 0; n < 20; n++) expect(await say(`第 ${n} 条`)).toMatchObject({ errcode: 0 });
    expect(await say('第 21 条')).toMatchObject({ errcode: 45009 });
    await shift(60_001);
    expect(await say('一分钟后')).toMatchObject({ errcode: 0 });
    expect(await messages()).toHaveLength(21);
  });

  test('refuses a wrong key, an unknown kind, nothing, and too much', async () => {
    bot = await startWecom();
    expect(await say('x', 'other')).toMatchObject({ errcode: 93000 });
    expect(await post('/cgi-bin/webhook/send?key=test-wecom-key', { msgtype: 'video' })).toMatchObject({
      errcode: 40008,
    });
    expect(await say('')).toMatchObject({ errcode: 44004 });
    expect(await say('退'.repeat(1_366))).toMatchObject({ errcode: 40058 });
    expect(await say('退'.repeat(1_365))).toMatchObject({ errcode: 0 });
  });
});

describe('the 钉钉 bot', () => {
  const say = (timestamp: number, secret = 'SECtest0123456789abcdef', text = '正文') => {
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    const query = new URLSearchParams({ access_token: 'test-dingtalk-token', timestamp: String(timestamp), sign });
    return post(`/robot/send?${query}`, { msgtype: 'markdown', markdown: { title: '标题', text } });
  };

  test('wants the signature of this hour', async () => {
    bot = await startDingtalk();
    const now = bot.clock.now();
    expect(await say(now)).toMatchObject({ errcode: 0 });
    expect(await say(now, 'SECother')).toEqual({ errcode: 310000, errmsg: 'sign not match' });
    expect(await say(now - 3_600_500)).toEqual({ errcode: 310000, errmsg: 'invalid timestamp' });
    expect(await post('/robot/send?access_token=other', {})).toMatchObject({ errcode: 300001 });
  });

  test('shuts out who says more than 20 things a minute for ten minutes', async () => {
    bot = await startDingtalk();
    for (let n = 0; n < 20; n++) expect(await say(bot.clock.now())).toMatchObject({ errcode: 0 });
    expect(await say(bot.clock.now())).toMatchObject({ errcode: 130101 });
    await shift(9 * 60_000);
    expect(await say(bot.clock.now())).toMatchObject({ errcode: 130101 });
    await shift(61_000);
    expect(await say(bot.clock.now())).toMatchObject({ errcode: 0 });
  });

  test('takes nothing without its keyword', async () => {
    bot = await startDingtalk({ keyword: '归来' });
    expect(await say(bot.clock.now())).toEqual({ errcode: 310000, errmsg: 'keywords not in content' });
    expect(await say(bot.clock.now(), undefined, '归来：正文')).toMatchObject({ errcode: 0 });
  });
});

describe('the 飞书 bot', () => {
  const say = (timestamp: number, secret = 'test-feishu-secret') => {
    const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
    const content = { post: { zh_cn: { title: '标题', content: [[{ tag: 'text', text: '正文' }]] } } };
    const body = { timestamp: String(timestamp), sign, msg_type: 'post', content };
    return post('/open-apis/bot/v2/hook/test-feishu-token', body);
  };
  const second = () => Math.floor(bot.clock.now() / 1000);

  test('wants the signature of this hour in the body', async () => {
    bot = await startFeishu();
    expect(await say(second())).toMatchObject({ code: 0 });
    expect(await messages()).toEqual([expect.objectContaining({ title: '标题', text: '正文' })]);
    expect(await say(second(), 'other')).toMatchObject({ code: 19021 });
    expect(await say(second() - 3_700)).toMatchObject({ code: 19021 });
    expect(await post('/open-apis/bot/v2/hook/other', {})).toMatchObject({ code: 19001 });
  });

  test('says five things a second', async () => {
    bot = await startFeishu();
    const codes = [];
    for (let n = 0; n < 6; n++) codes.push((await say(second()))['code']);
    expect(codes).toEqual([0, 0, 0, 0, 0, 11232]);
    await shift(1_001);
    expect(await say(second())).toMatchObject({ code: 0 });
  });
});

test('the signatures are those that another implementation of the published steps gives', () => {
  expect(encodeURIComponent(dingtalkSignature('1577262236757', 'this is secret').toString('base64'))).toBe(
    'hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D',
  );
  expect(feishuSignature('1599360473', 'demo')).toBe('l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=');
});
