import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { plusHours } from '../src/domain/time.ts';
import { lookAtParcel } from '../src/server/alerts/look-at-parcel.ts';
import { alertDesk } from './support/alert-desk.ts';
import { startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';
import { type Person, teamDeskOf } from './support/team-desk.ts';
import { unknownDesk } from './support/unknown-desk.ts';

const harness = await startHarness();
const { call, keyWith, merchantId, program } = harness;
const { app } = program;
const { step } = deskOf(harness);
const desk = alertDesk(harness);
const { act, announced, list, looked, notices, pass, scan, see } = desk;

const of = async (waybill: string, query = '') => list(`&q=${waybill}${query}`);
const kinds = async (waybill: string) => (await of(waybill)).map(({ kind }) => kind);
const told = async (waybill: string) =>
  (await notices()).filter(({ title }) => title.includes(waybill)).map(({ title }) => title);

describe('a parcel raises its own alarm, once, and closes it by itself (L-4)', () => {
  test('a label that nobody used, until the courier has the parcel', async () => {
    const parcel = await announced();
    await pass(47);
    expect(await kinds(parcel.waybill)).toEqual([]);
    await pass(2);
    expect(await of(parcel.waybill)).toMatchObject([
      { kind: 'not_handed_over', level: 1, act: 'remind_buyer', desk: 'service', rmas: [{ id: parcel.rma.id }] },
    ]);
    expect(await told(parcel.waybill)).toEqual([`${parcel.waybill} 登记 48 小时还没有揽收`]);
    await pass(3);
    expect(await told(parcel.waybill)).toHaveLength(1);
    await scan(parcel, 'picked_up');
    expect(await kinds(parcel.waybill)).toEqual([]);
    expect(await of(parcel.waybill, '&state=over')).toMatchObject([{ kind: 'not_handed_over', over: 'gone' }]);
  });

  test('silence, then lateness, then a suspected loss, which a scan ends', async () => {
    const parcel = await announced();
    await scan(parcel, 'picked_up');
    await pass(49);
    expect(await kinds(parcel.waybill)).toEqual(['no_movement']);
    await pass(48);
    expect(await kinds(parcel.waybill)).toEqual(expect.arrayContaining(['no_movement', 'late']));
    await pass(24);
    expect(await kinds(parcel.waybill)).toEqual(['suspected_lost']);
    await scan(parcel, 'in_transit');
    expect(await kinds(parcel.waybill)).toEqual(['late']);
    await scan(parcel, 'delivered');
    expect(await kinds(parcel.waybill)).toEqual([]);
    await pass(25);
    expect(await kinds(parcel.waybill)).toEqual(['not_booked_in']);
    await step(`/api/rmas/${parcel.rma.id}/lines/${parcel.rma.lines[0]?.id}/receive`, { quantity: 1 });
    await looked(parcel.rma.id);
    expect(await kinds(parcel.waybill)).toEqual([]);
  });

  test.each([
    ['damaged', 'damaged', 'warning'],
    ['refused', 'refused', 'urgent'],
    ['returning', 'going_back', 'urgent'],
    ['problem', 'delivery_problem', 'warning'],
  ] as const)('%s is told in the transaction that hears of it', async (status, kind, severity) => {
    const parcel = await announced();
    await scan(parcel, 'picked_up', 2);
    await scan(parcel, status, 1);
    await scan(parcel, status);
    expect(await kinds(parcel.waybill)).toEqual([kind]);
    const said = (await notices()).filter(({ title }) => title.includes(parcel.waybill));
    expect(said.map((notice) => notice.severity)).toEqual([severity]);
    await step(`/api/rmas/${parcel.rma.id}/withdraw`, { cause: '买家不退了' });
    await looked(parcel.rma.id);
    expect(await kinds(parcel.waybill)).toEqual([]);
  });

  test('services that tell of different ends, and a parcel that is seen after its end', async () => {
    const parcel = await announced();
    await scan(parcel, 'delivered', 5);
    await scan(parcel, 'in_transit', 3, 'sf');
    expect(await kinds(parcel.waybill)).toEqual(['seen_after_end']);
    const [alert] = await of(parcel.waybill);
    expect((await see(alert?.id ?? '')).parcel).toMatchObject({ seenAfterEnd: true, contradictory: false });
  });

  test('a number that was replaced by one on its way cries no longer', async () => {
    const parcel = await announced();
    await pass(49);
    expect(await kinds(parcel.waybill)).toEqual(['not_handed_over']);
    const other = { courier: 'yuantong', waybill: `${parcel.waybill}9` };
    await step(`/api/rmas/${parcel.rma.id}/parcels`, other);
    await scan(other, 'in_transit');
    await looked(parcel.rma.id);
    expect(await kinds(parcel.waybill)).toEqual([]);
  });

  test('a weight that does not fit the goods', async () => {
    const parcel = await announced();
    await scan(parcel, 'picked_up');
    await app.db.inMerchant(merchantId, async (tx) => {
      await sql`insert into sku_weight (merchant_id, sku, units, grams) values (${merchantId}, 'COAT-M', 10, 9000)`.execute(
        tx,
      );
    });
    const weigh = (grams: number) => call('POST', '/api/parcels/weight', { waybill: parcel.waybill, grams });
    expect(await weigh(950)).toMatchObject({ status: 200, body: { parcels: 1 } });
    expect(await kinds(parcel.waybill)).toEqual([]);
    await weigh(300);
    expect(await kinds(parcel.waybill)).toEqual(['weight_differs']);
    await weigh(900);
    expect(await kinds(parcel.waybill)).toEqual([]);
  });

  test('scales at the door tell of an empty box as well as a courier’s do, and the claim file shows it (L-4, W-1)', async () => {
    const parcel = await announced();
    await scan(parcel, 'delivered');
    await app.db.inMerchant(merchantId, async (tx) => {
      await sql`insert into sku_weight (merchant_id, sku, units, grams) values (${merchantId}, 'COAT-M', 10, 9000)
        on conflict (merchant_id, sku) do update set units = 10, grams = 9000`.execute(tx);
    });
    const parcels = [{ waybill: parcel.waybill, weightGrams: 210 }];
    expect((await call('POST', '/api/receiving/sign', { parcels })).status).toBe(200);
    await desk.round();
    expect(await kinds(parcel.waybill)).toContain('weight_differs');
    const { claims } = (await step(`/api/rmas/${parcel.rma.id}/claims`, {
      against: 'courier',
      party: 'yuantong',
      cause: 'short',
      waybill: parcel.waybill,
      amount: { minor: '5000', currency: 'CNY' },
      filedAt: desk.now(),
    })) as unknown as { claims: { id: string }[] };
    const { body } = await call('GET', `/api/claims/${claims[0]?.id}`);
    expect(body).toMatchObject({ weightGrams: 210, expectedGrams: 900 });
  });

  test('a parcel with an article that nobody has weighed is not called too heavy', async () => {
    const parcel = await announced();
    await scan(parcel, 'picked_up');
    await app.db.inMerchant(merchantId, (tx) => sql`delete from sku_weight where sku = 'COAT-M'`.execute(tx));
    await call('POST', '/api/parcels/weight', { waybill: parcel.waybill, grams: 9_000 });
    expect(await kinds(parcel.waybill)).toEqual([]);
  });

  test('a parcel without an owner, until it is sent back', async () => {
    const { bookIn, order, act: onUnknown } = unknownDesk(harness);
    await order();
    const parcel = await bookIn({ waybill: 'YT8899000001' });
    await pass(73);
    expect(await of('YT8899000001')).toMatchObject([
      { kind: 'unknown_waiting', desk: 'warehouse', act: 'match', unknownId: parcel.id, rmas: [] },
    ]);
    await onUnknown(parcel.id, 'send-back', {});
    expect(await kinds('YT8899000001')).toEqual([]);
  });
});

describe('an alert that nobody sees to', () => {
  test('goes up twice, each time told once; a note puts it off', async () => {
    const parcel = await announced();
    await scan(parcel, 'returning');
    const [alert] = await of(parcel.waybill);
    expect(alert).toMatchObject({ kind: 'going_back', level: 1 });
    const until = plusHours(desk.now(), 8);
    expect((await act(alert?.id ?? '', 'put-off', { until, text: '联系不上买家' })).body.dueAt).toBe(until);
    await pass(7);
    expect((await of(parcel.waybill))[0]?.level).toBe(1);
    await pass(30);
    expect((await of(parcel.waybill))[0]?.level).toBe(3);
    const said = await told(parcel.waybill);
    expect(said.map((title) => title.split('：')[0])).toEqual([expect.any(String), '升级到主管', '升级到经理']);
    expect((await see(alert?.id ?? '')).notes.map(({ type }) => type)).toEqual([
      'escalated',
      'escalated',
      'put_off',
      'raised',
    ]);
  });

  test('however often and at once it is looked at, it is raised and told once', async () => {
    const parcel = await announced();
    await scan(parcel, 'damaged');
    await Promise.all(
      Array.from({ length: 6 }, () =>
        app.db.inMerchant(merchantId, (tx) => lookAtParcel(app, tx, merchantId, parcel.parcelId)),
      ),
    );
    expect(await told(parcel.waybill)).toHaveLength(1);
    const [alert] = await of(parcel.waybill);
    expect((await see(alert?.id ?? '')).notes).toHaveLength(1);
  });

  test('is closed by whoever has handled it, and not raised again while its cause lasts', async () => {
    const parcel = await announced();
    await scan(parcel, 'damaged');
    const [alert] = await of(parcel.waybill);
    const id = alert?.id ?? '';
    const headers = { 'idempotency-key': `handle-${id}` };
    const [once, twice] = [
      await act(id, 'handle', { text: '已向快递索赔' }, headers),
      await act(id, 'handle', { text: '已向快递索赔' }, headers),
    ];
    expect([once.body.over, twice.status]).toEqual(['handled', 200]);
    expect(twice.body.notes).toHaveLength(2);
    expect(await act(id, 'handle', { text: 'x' })).toMatchObject({ status: 409, body: { code: 'alert_is_over' } });
    expect(await act(id, 'note', { text: '快递已受理' })).toMatchObject({ status: 200 });
    await pass(30);
    expect(await kinds(parcel.waybill)).toEqual([]);
  });

  test('several at once have a verdict each', async () => {
    const parcel = await announced();
    await scan(parcel, 'refused');
    const [alert] = await of(parcel.waybill);
    const { status, body } = await call<{ verdicts: object[] }>('POST', '/api/alerts/bulk', {
      action: 'handle',
      alertIds: [alert?.id, 'alt_nothing'],
      text: '已联系买家',
    });
    expect(status).toBe(200);
    expect(body.verdicts).toMatchObject([{ ok: true }, { ok: false, rejection: { code: 'alert_not_found' } }]);
  });

  test.each([
    ['take', {}, 409, 'not_a_person'],
    ['give-back', {}, 409, 'alert_is_nobodys'],
    ['handle', {}, 400, 'invalid_input'],
    ['put-off', { until: '2001-01-01T00:00:00Z' }, 409, 'put_off_too_far'],
  ])('%s with %j is refused', async (verb, body, status, code) => {
    const parcel = await announced();
    await scan(parcel, 'damaged');
    const [alert] = await of(parcel.waybill);
    expect(await act(alert?.id ?? '', verb, body)).toMatchObject({ status, body: { code } });
  });
});

describe('hours', () => {
  test('set by the merchant hold at the next round, and off means off', async () => {
    const before = await call<{ version: number }>('GET', '/api/alert-settings');
    const parcel = await announced();
    await scan(parcel, 'picked_up');
    const save = (hours: object, version: number) =>
      call<{ version: number }>('PUT', '/api/alert-settings', { hours, version });
    const { version } = (await save({ no_movement: 5 }, before.body.version)).body;
    expect((await save({ no_movement: 6 }, before.body.version)).body).toMatchObject({
      code: 'alert_settings_changed',
    });
    expect((await save({ no_movement: 0 }, version)).body).toMatchObject({
      code: 'alert_hours_not_allowed',
      rejection: { kinds: ['no_movement'] },
    });
    await pass(6);
    expect(await kinds(parcel.waybill)).toEqual(['no_movement']);
    const off = (await save({ no_movement: null }, version)).body;
    await pass(1);
    expect(await kinds(parcel.waybill)).toEqual([]);
    await save({}, off.version);
  });

  test('who may not edit rules changes none', async () => {
    const headers = { 'x-api-key': await keyWith(['rma:read', 'parcel:write']) };
    expect((await call('PUT', '/api/alert-settings', { hours: {}, version: 0 }, headers)).status).toBe(403);
    expect((await call('GET', '/api/alert-settings', undefined, headers)).status).toBe(200);
  });
});

test('counts stand by kind, age and courier, with how long the closed ones took', async () => {
  const { body } = await call<{
    open: number;
    kinds: { kind: string; count: number; oldest: string }[];
    couriers: { courier: string; count: number }[];
    closed: { count: number; p50Hours: number };
  }>('GET', '/api/alerts/counts');
  const rows = await list();
  expect(body.open).toBe(rows.length);
  expect(body.kinds.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  expect(body.couriers.map(({ courier }) => courier)).toContain('yuantong');
  expect(body.closed.count).toBeGreaterThan(0);
  expect(body.closed.p50Hours).toBeGreaterThanOrEqual(0);
});

describe('whose alert it is', () => {
  const team = teamDeskOf(harness);
  const alertOf = async (waybill: string) => present((await of(waybill))[0], 'the alert');
  const raised = async () => {
    const parcel = await announced();
    await scan(parcel, 'damaged');
    return { parcel, alert: await alertOf(parcel.waybill) };
  };

  test('is handed to a colleague who may see to it, and to nobody else (L-4)', async () => {
    const ann = await team.person('ann-alerts', 'agent');
    const bob = await team.person('bob-alerts', 'agent');
    const books = await team.person('books-alerts', 'finance');
    const { alert } = await raised();
    const hand = (who: Person, to: string) => who.call('POST', `/api/alerts/${alert.id}/hand-over`, { to });
    expect(await hand(ann, bob.id)).toMatchObject({ status: 409, body: { code: 'alert_is_nobodys' } });
    await ann.call('POST', `/api/alerts/${alert.id}/take`, {});
    expect(await hand(ann, 'usr_nobody')).toMatchObject({ body: { code: 'colleague_not_found' } });
    expect(await hand(ann, books.id)).toMatchObject({ body: { code: 'colleague_works_on_no_alerts' } });
    expect(await hand(ann, bob.id)).toMatchObject({
      status: 200,
      body: { owner: { id: bob.id }, notes: [{ type: 'handed_over', to: expect.any(String) }, { type: 'taken' }, {}] },
    });
    expect(await hand(ann, ann.id)).toMatchObject({ status: 409, body: { code: 'alert_is_anothers' } });
  });

  test('goes back to its desk when its owner is away until after it is due, or has left; and not before (L-4)', async () => {
    const cat = await team.person('cat-alerts', 'agent');
    await team.seat(cat.id);
    const { parcel, alert } = await raised();
    await cat.call('POST', `/api/alerts/${alert.id}/take`, {});
    const away = async (hours: number) => {
      const until = plusHours(desk.now(), hours);
      expect((await cat.call('POST', '/api/team/me/away', { until })).status).toBe(200);
      await desk.round();
    };
    await away(2);
    expect((await alertOf(parcel.waybill)).owner?.id).toBe(cat.id);
    await away(72);
    expect((await alertOf(parcel.waybill)).owner).toBeNull();
    expect((await see(alert.id)).notes[0]).toMatchObject({ type: 'freed', to: null, actor: { kind: 'system' } });

    const dan = await team.person('dan-alerts', 'agent');
    await dan.call('POST', `/api/alerts/${alert.id}/take`, {});
    await desk.round();
    expect((await alertOf(parcel.waybill)).owner?.id).toBe(dan.id);
    const members = await app.members(merchantId);
    const left = vi.spyOn(app, 'members').mockResolvedValue(members.filter(({ userId }) => userId !== dan.id));
    await desk.round();
    left.mockRestore();
    expect((await alertOf(parcel.waybill)).owner).toBeNull();
  });
});
