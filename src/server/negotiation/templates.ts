import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/templates.ts';
import type { MerchantId, TemplateId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { forbiddenIn } from '../../domain/returns/forbidden-phrases.ts';
import { defaultTemplates, type ReplyTemplate, unknownPlaceholders } from '../../domain/returns/reply-templates.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';

/** Nobody finds the right one among more. */
const MOST = 200;

export function addTemplateRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listTemplates, async ({ principal: { merchantId } }) => ({
    templates: await app.db.inMerchant(merchantId, (tx) => templatesOf(tx, merchantId)),
  }));
  route(server, contract.createTemplate, ({ body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const own = await ownTemplates(tx, merchantId);
      if (own.length >= MOST) return reject({ code: 'too_many_templates', most: MOST });
      return save(app, tx, merchantId, { ...body, id: app.newId('tpl') }, id);
    }),
  );
  route(server, contract.changeTemplate, ({ params, body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const known = (await templatesOf(tx, merchantId)).some((template) => template.id === params.templateId);
      return known ? save(app, tx, merchantId, { ...body, id: params.templateId }, id) : notFound;
    }),
  );
  route(server, contract.deleteTemplate, ({ params, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql`delete from reply_template
        where merchant_id = ${merchantId} and template_id = ${params.templateId} returning 1`.execute(tx);
      return rows.length > 0 ? {} : notFound;
    }),
  );
}

async function ownTemplates(tx: Tx, merchantId: MerchantId): Promise<ReplyTemplate[]> {
  const { rows } = await sql<ReplyTemplate>`select template_id as id, title, body, audience, active from reply_template
    where merchant_id = ${merchantId} order by template_id limit ${MOST + defaultTemplates.length}`.execute(tx);
  return rows;
}

/** The merchant's own and those that every shop has, where it has no wording of its own. */
async function templatesOf(tx: Tx, merchantId: MerchantId) {
  const own = await ownTemplates(tx, merchantId);
  const reworded = new Set(own.map((template) => template.id));
  return [
    ...own.map((template) => ({ ...template, own: true })),
    ...defaultTemplates.filter(({ id }) => !reworded.has(id)).map((template) => ({ ...template, own: false })),
  ];
}

async function save(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  template: ReplyTemplate,
  by: string,
): Promise<Result<ReplyTemplate & { own: boolean }>> {
  const names = unknownPlaceholders(template.body);
  if (names.length > 0) return reject({ code: 'placeholder_unknown', names: names.join(', ') });
  const forbidden = forbiddenIn(template.body);
  if (forbidden) return reject(forbidden);
  const id: TemplateId = template.id;
  await sql`insert into reply_template (merchant_id, template_id, title, body, audience, active, updated_by, updated_at)
    values (${merchantId}, ${id}, ${template.title}, ${template.body}, ${template.audience}, ${template.active}, ${by},
      ${app.clock.now()})
    on conflict (merchant_id, template_id) do update set title = excluded.title, body = excluded.body,
      audience = excluded.audience, active = excluded.active, updated_by = excluded.updated_by,
      updated_at = excluded.updated_at`.execute(tx);
  return ok({ ...template, own: true });
}
