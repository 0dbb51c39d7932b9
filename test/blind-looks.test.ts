import { expect, test } from 'vitest';
import type { TaskView } from '../src/contract/inspection.ts';
import { present } from '../src/domain/assert.ts';
import { type Permission, permissions, rolePermissions } from '../src/domain/people/permissions.ts';
import { anOrder, type OrderReply, startHarness } from './support/app-harness.ts';
import { inspectionDesk } from './support/inspection-desk.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, keyWith, server } = harness;
const { open, step } = deskOf(harness);
const { at, publish } = inspectionDesk(harness);

/** Everything that only the verdict holds. `fil_3` is named by nothing else here. */
const secrets = ['zz-secret', '哨兵级', 'ZZ-SERIAL-9', 'ZZ-BATCH', '2031-03-03', 'fil_3', 'zz_check'];
const aSaid = /"grade":"(new|minor_flaw|damaged)"|"failedTests":\["|"failedChecks":\["|"failedInspections":[1-9]/;
/** The book says what is asked of all goods, and is no verdict on any. */
const isBook = (path: string) => path.startsWith('/api/inspection/book') || path.endsWith('/desk');

const needed = (access: string): Permission | undefined => permissions.find((permission) => permission === access);

test('no route tells anybody but who gave it a verdict whose second look waits (W-3)', async () => {
  await publish(({ templates, grades }) => ({
    secondLooks: { share: 10_000, newBelow: 0, newShare: 0, byClass: [] },
    grades: [...grades, { code: 'zz-secret', base: 'damaged', zh: '哨兵级', en: 'Secret' }],
    templates: templates.map((template) => ({
      ...template,
      checks: [
        ...template.checks,
        {
          code: 'zz_check',
          kind: 'accessory',
          name: { zh: '腰带', en: 'Belt' },
          required: false,
          photoOnFail: true,
        },
      ],
    })),
  }));
  const facts = anOrder();
  const body = { ...facts, order: { ...facts.order, lines: [{ ...facts.order.lines[0], serials: ['SN-1'] }] } };
  const order = (await call<OrderReply & { externalId: string }>('POST', '/api/orders', body)).body;
  const opened = await open(order);
  const waybill = 'YT0000000991';
  await step(`/api/rmas/${opened.id}/parcels`, { courier: 'yuantong', waybill });
  const claimed = (await step(`/api/rmas/${opened.id}/claims`, {
    against: 'courier',
    party: 'yuantong',
    cause: 'damaged',
    waybill,
    amount: { minor: '6000', currency: 'CNY' },
    filedAt: new Date().toISOString(),
  })) as Rma & { claims: { id: string }[] };
  const here = await step(at(opened, 'receive'), { quantity: 1 });
  const verdict = {
    quantity: 1,
    grade: 'damaged',
    gradeCode: 'zz-secret',
    failedTests: ['soiled'],
    checks: [
      ...['tag_removed', 'damaged'].map((check) => ({ check, outcome: 'passed' })),
      { check: 'soiled', outcome: 'failed', photos: ['fil_3'] },
      { check: 'zz_check', outcome: 'failed', photos: ['fil_3'] },
    ],
    photos: ['fil_3'],
    serials: ['ZZ-SERIAL-9'],
    batch: 'ZZ-BATCH',
    expiry: '2031-03-03',
  };
  // It was sent twice from a handheld, and what was refused of it is a task that names the same verdict.
  const reported = await call<{ id: string }>('POST', '/api/receiving/conflicts', {
    commandId: 'cmd-of-the-verdict',
    command: 'inspect_line',
    path: at(here, 'inspect'),
    body: verdict,
    rmaId: here.id,
    lineId: here.lines[0]?.id,
    refusal: { code: 'line_already_inspected' },
    pressedAt: new Date().toISOString(),
  });
  expect(reported.status).toBe(200);
  // Once it is taken back it was said all the same, of the same goods.
  await step(at(here, 'inspect'), verdict);
  await step(at(here, 'undo-inspection'), { quantity: 1, because: '看错了' });
  const waiting = await step(at(here, 'inspect'), verdict);
  expect(waiting.lines[0]).toMatchObject({ waitsFor: 'second_look', grade: 'damaged' });

  const { buyer } = (await call<{ buyer: { id: string } }>('GET', `/api/orders/${order.id}`)).body;
  const ids: Record<string, string> = {
    rmaId: here.id,
    lineId: here.lines[0]?.id ?? '',
    orderId: order.id,
    claimId: present(claimed.claims[0], 'the claim').id,
    buyerId: buyer.id,
    waybill,
    sku: 'COAT-M',
  };
  const queries: Record<string, string[]> = {
    '/api/inspection/tasks': ['?kind=second_look', '?kind=verdict', '?kind=scrap_approval'],
    '/api/receiving/conflicts': ['?state=open', '?state=settled'],
    '/api/search': [`?q=${here.number}`, `?q=${waybill}`, '?q=ZZ-SERIAL-9'],
    '/api/rmas': ['', `?q=${here.number}`],
  };
  const told = async (held: Permission[]) => {
    const headers = { 'x-api-key': await keyWith(held) };
    const answered: string[] = [];
    const leaks: string[] = [];
    for (const { method, path, access, endpoint } of server.routeTable) {
      const permission = needed(access);
      const isStream = endpoint?.produces === 'text/event-stream';
      if (method !== 'GET' || isStream || !permission || !held.includes(permission)) continue;
      const filled = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? 'x_nothing');
      for (const query of queries[path] ?? ['']) {
        const answer = await server.inject({ method: 'GET', url: filled + query, headers });
        if (answer.statusCode === 200) answered.push(path);
        // What was asked for stands in the reply of a search, and is no leak.
        const text = query.includes('ZZ-SERIAL-9') ? answer.body.replaceAll('ZZ-SERIAL-9', '') : answer.body;
        const found = isBook(path) ? [] : [...secrets.filter((each) => text.includes(each)), aSaid.exec(text)?.[0]];
        for (const each of found) if (each) leaks.push(`${path}${query}: ${each}`);
      }
    }
    return { answered, leaks };
  };

  const inspector = await told([...rolePermissions.inspector]);
  expect(inspector.leaks).toEqual([]);
  for (const path of [
    '/api/rmas/:rmaId',
    '/api/rmas/:rmaId/handling',
    '/api/rmas/:rmaId/lines/:lineId/desk',
    '/api/receiving/:waybill',
    '/api/receiving/expected',
    '/api/receiving/conflicts',
    '/api/inspection/tasks',
    '/api/orders/:orderId',
  ])
    expect(inspector.answered).toContain(path);
  expect(inspector.answered).not.toContain('/api/rmas/:rmaId/lines/:lineId/label.zpl');
  expect(inspector.answered).not.toContain('/api/rmas/:rmaId/lines/:lineId/label.pdf');
  // Who may do everything may look again too, so he is told no more.
  const everybody = await told([...permissions]);
  expect(everybody.leaks).toEqual([]);
  expect(everybody.answered).toContain('/api/claims/:claimId');
  expect(everybody.answered).toContain('/api/buyers/:buyerId');

  const mine = await call<Rma>('GET', `/api/rmas/${here.id}`);
  expect(JSON.stringify(mine.body)).toContain('zz-secret');
  const second = { 'x-api-key': await keyWith([...rolePermissions.inspector]) };
  expect((await call('GET', at(here, 'label.zpl'), undefined, second)).status).toBe(409);
  const look = { grade: 'damaged', gradeCode: 'zz-secret', failedTests: ['soiled'], photos: ['fil_1'] };
  expect((await call('POST', at(here, 'look-again'), look, second)).status).toBe(200);
  // They differ in a check alone: whoever settles it sees in which.
  const { body: waits } = await call<{ rows: TaskView[] }>('GET', '/api/inspection/tasks?kind=verdict');
  expect(waits.rows.find(({ rmaId }) => rmaId === here.id)).toMatchObject({
    first: { failedTests: ['soiled'], failedChecks: ['zz_check'] },
    second: { failedTests: ['soiled'], failedChecks: [] },
  });
  const after = await call<Rma>('GET', `/api/rmas/${here.id}`, undefined, second);
  expect(JSON.stringify(after.body)).toContain('zz-secret');
});
