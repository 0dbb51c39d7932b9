import { expect, test } from 'vitest';
import { startHarness } from '../../../test/support/app-harness.ts';

const { call, keyWith } = await startHarness();

type Saved = { id: string; name: string; query: string };
type Views = { views: Saved[] };

test('a filter saved under a name that is taken replaces the old one', async () => {
  const first = await call<Saved>('POST', '/api/views', { name: '淘宝待审', query: 'channel=taobao' });
  const again = await call<Saved>('POST', '/api/views', { name: '淘宝待审', query: 'channel=taobao&lane=to_review' });
  expect(again.body.id).toBe(first.body.id);
  const { body } = await call<Views>('GET', '/api/views');
  expect(body.views).toEqual([{ id: first.body.id, name: '淘宝待审', query: 'channel=taobao&lane=to_review' }]);
});

test('nobody sees or deletes the filters of another', async () => {
  const mine = await call<Saved>('POST', '/api/views', { name: '我的', query: 'lane=open' });
  const headers = { 'x-api-key': await keyWith(['rma:read']) };
  expect((await call<Views>('GET', '/api/views', undefined, headers)).body.views).toEqual([]);
  await call('DELETE', `/api/views/${mine.body.id}`, undefined, headers);
  const { body } = await call<Views>('GET', '/api/views');
  expect(body.views.map(({ id }) => id)).toContain(mine.body.id);
});
