import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { NoticeAccount, NoticeField, NoticeVendor } from '../../connectors/notice/account.ts';
import * as contract from '../../contract/notices.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { NoticePlan } from '../../domain/notices/notice.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { accountOf, lockChannel, saveChannel, vendorOf } from './channel-store.ts';
import { readChannels, readDeliveries } from './channel-views.ts';
import { sendTest } from './send-test.ts';
import { dropOldNews, wakeChannel } from './wake-channel.ts';

/** More ways than this are no help to anybody. */
const MOST = 50;

type AccountRejection =
  | { code: 'notice_kind_unknown' }
  | { code: 'too_many_notice_channels'; most: number }
  | { code: 'value_missing'; field: string }
  | { code: 'value_unknown'; field: string }
  | { code: 'value_not_allowed'; field: string; reason: string };

export function addNoticeRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listNoticeKinds, () => ({
    kinds: app.noticeVendors.map(({ id, label, fields, help }) => ({
      id,
      label,
      help: help ?? null,
      fields: [...fields],
    })),
  }));
  route(server, contract.listNoticeChannels, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => readChannels(tx, merchantId, app.clock.now())),
  );
  route(server, contract.addNoticeChannel, ({ body, principal }) => {
    const { merchantId } = principal;
    const vendor = vendorOf(app, body.kind);
    if (!vendor) return reject({ code: 'notice_kind_unknown' } satisfies AccountRejection);
    const checked = checkAccount(app, vendor, withoutEmpty(body), vendor.fields);
    if (!checked.ok) return checked;
    return app.db.inMerchant(merchantId, async (tx) => {
      if ((await countChannels(tx, merchantId)) >= MOST)
        return reject({ code: 'too_many_notice_channels', most: MOST } satisfies AccountRejection);
      const id = app.newId('nch');
      const saved = { id, kind: body.kind, name: body.name, plan: planFrom(body), ...checked.value };
      await saveChannel(tx, app.secrets, merchantId, saved, { id: principal.id, at: app.clock.now() });
      return ok({ id });
    });
  });
  route(server, contract.changeNoticeChannel, ({ body, params, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const { merchantId } = principal;
      const channel = await lockChannel(tx, merchantId, params.channelId);
      const vendor = channel && vendorOf(app, channel.kind);
      if (!channel || !vendor) return notFound;
      const given = withoutEmpty(body);
      const credentials = { ...accountOf(app.secrets, merchantId, channel).credentials, ...given.credentials };
      const checked = checkAccount(app, vendor, { settings: given.settings, credentials }, vendor.fields);
      if (!checked.ok) return checked;
      const plan = planFrom(body);
      const saved = { id: channel.id, kind: channel.kind, name: body.name, plan, ...checked.value };
      await saveChannel(tx, app.secrets, merchantId, saved, { id: principal.id, at: app.clock.now() });
      if (!channel.paused) await wakeChannel(app, tx, merchantId, { id: channel.id, plan });
      return ok({ id: channel.id });
    }),
  );
  route(server, contract.testNoticeChannel, async ({ params, body, principal: { merchantId } }) => {
    const answer = await sendTest(app, merchantId, params.channelId, body.language);
    return answer ?? notFound;
  });
  addStateRoutes(server, app);
}

function addStateRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.pauseNoticeChannel, ({ params, body: { paused }, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const channel = await lockChannel(tx, merchantId, params.channelId);
      if (!channel) return notFound;
      await sql`update notice_channel set paused = ${paused}
        where merchant_id = ${merchantId} and channel_id = ${channel.id}`.execute(tx);
      if (channel.paused && !paused) {
        await dropOldNews(app, tx, merchantId, channel.id);
        await wakeChannel(app, tx, merchantId, channel);
      }
      return { paused };
    }),
  );
  route(server, contract.deleteNoticeChannel, ({ params, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql`delete from notice_channel
        where merchant_id = ${merchantId} and channel_id = ${params.channelId} returning 1`.execute(tx);
      return rows.length > 0 ? {} : notFound;
    }),
  );
  route(server, contract.listDeliveries, ({ params, query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql`select 1 from notice_channel
        where merchant_id = ${merchantId} and channel_id = ${params.channelId}`.execute(tx);
      return rows.length > 0 ? readDeliveries(tx, merchantId, params.channelId, query) : notFound;
    }),
  );
}

type Given = { settings: Readonly<Record<string, string>>; credentials: Readonly<Record<string, string>> };

const planFrom = ({ severities, topics, quiet, digestAt }: NoticePlan): NoticePlan => ({
  severities,
  topics,
  quiet,
  digestAt,
});

async function countChannels(tx: Tx, merchantId: MerchantId): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from notice_channel
    where merchant_id = ${merchantId}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Every value has a field, every required field has a value, and the vendor finds nothing wrong with them. */
function checkAccount(
  app: App,
  vendor: NoticeVendor,
  given: Given,
  fields: readonly NoticeField[],
): Result<NoticeAccount, AccountRejection> {
  for (const [kind, values] of [['setting', given.settings] as const, ['secret', given.credentials] as const]) {
    const unknown = Object.keys(values).find(
      (name) => !fields.some((field) => field.kind === kind && field.name === name),
    );
    if (unknown) return reject({ code: 'value_unknown', field: unknown });
  }
  for (const { name, kind, preset, optional, choices } of fields) {
    const value = kind === 'secret' ? given.credentials[name] : given.settings[name];
    if (!value && preset === undefined && !optional) return reject({ code: 'value_missing', field: name });
    if (value && choices && !choices.includes(value))
      return reject({ code: 'value_not_allowed', field: name, reason: choices.join(', ') });
  }
  const problem = vendor.problem(given, { mayBeNear: app.config.nearVendors });
  return problem ? reject({ code: 'value_not_allowed', ...problem }) : ok(given);
}

const filled = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

const withoutEmpty = ({ settings, credentials }: Given): Given => ({
  settings: filled(settings),
  credentials: filled(credentials),
});
