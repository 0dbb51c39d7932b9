import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { live, lookAt } from '../../contract/live.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { type EventStream, sse } from '../http/sse.ts';
import { presence } from './presence.ts';

const EVERY_MS = 1_000;
/** Transactions commit out of order: one may show up with an earlier time than one already seen. */
const OVERLAP_SECONDS = 15;

type Watch = {
  listeners: Set<EventStream>;
  seen: Map<RmaId, number>;
  /** The alerts seen of late, with how many notes they had. */
  seenAlerts: Map<string, number>;
  busy: boolean;
  started: boolean;
};

const newWatch = (): Watch => ({
  listeners: new Set(),
  seen: new Map(),
  seenAlerts: new Map(),
  busy: false,
  started: false,
});

/**
 * Tells browsers which returns and alerts have changed, by asking once a second for the merchants that somebody watches. A
 * notification from every commit would put all commits of the database in one queue.
 */
export function addLive(server: FastifyInstance, app: App): void {
  const watches = new Map<MerchantId, Watch>();

  route(server, live, ({ request, principal }) => {
    const { merchantId } = principal;
    const stream = sse(request);
    const watch = watches.get(merchantId) ?? newWatch();
    watches.set(merchantId, watch);
    watch.listeners.add(stream);
    stream.onClose(() => {
      watch.listeners.delete(stream);
      if (watch.listeners.size === 0) watches.delete(merchantId);
    });
    stream.send('hello', {});
    return stream.answer;
  });

  const looking = presence();
  route(server, lookAt, async ({ params: { rmaId }, body, principal: { kind, merchantId, id, name } }) => {
    const now = app.clock.now();
    const known = looking.at(merchantId, rmaId, now);
    if (known.length === 0 && !(await exists(app, merchantId, rmaId))) return notFound;
    // A program sees nothing with its eyes.
    const isNews = kind === 'staff' && looking.note(merchantId, rmaId, { id, name }, body.here, now);
    const people = looking.at(merchantId, rmaId, now);
    if (isNews)
      for (const stream of watches.get(merchantId)?.listeners ?? []) stream.send('looking', { rmaId, people });
    return { people };
  });

  const timer = setInterval(() => {
    for (const [merchantId, watch] of watches) void look(app, merchantId, watch);
  }, EVERY_MS);
  server.addHook('onClose', async () => clearInterval(timer));
}

async function exists(app: App, merchantId: MerchantId, rmaId: RmaId): Promise<boolean> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from rma where merchant_id = ${merchantId} and rma_id = ${rmaId}`.execute(tx),
  );
  return rows.length > 0;
}

async function look(app: App, merchantId: MerchantId, watch: Watch): Promise<void> {
  if (watch.busy) return;
  watch.busy = true;
  try {
    const [{ rows }, alerts] = await app.db.inMerchant(merchantId, (tx) =>
      Promise.all([
        sql<{ rma_id: RmaId; version: number }>`select rma_id, max(seq) as version from rma_event
          where merchant_id = ${merchantId} and recorded_at > now() - make_interval(secs => ${OVERLAP_SECONDS})
          group by rma_id`.execute(tx),
        sql<{ alert_id: string; notes: number }>`select alert_id, notes from alert
          where merchant_id = ${merchantId} and updated_at > now() - make_interval(secs => ${OVERLAP_SECONDS})`.execute(
          tx,
        ),
      ]),
    );
    const changedAlerts = alerts.rows.filter((row) => watch.seenAlerts.get(row.alert_id) !== row.notes);
    watch.seenAlerts = new Map(alerts.rows.map((row) => [row.alert_id, row.notes]));
    if (changedAlerts.length > 0 && watch.started) {
      for (const stream of watch.listeners)
        stream.send('alerts', { alertIds: changedAlerts.map((row) => row.alert_id) });
    }
    const changed = rows.filter((row) => watch.seen.get(row.rma_id) !== row.version).map((row) => row.rma_id);
    watch.seen = new Map(rows.map((row) => [row.rma_id, row.version]));
    if (changed.length > 0 && watch.started) {
      for (const stream of watch.listeners) stream.send('rmas', { rmaIds: changed });
    }
    watch.started = true;
  } catch (error) {
    app.log.warn({ error }, 'could not look for changed returns; trying again');
  } finally {
    watch.busy = false;
  }
}
