import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as contract from '../../contract/bills.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, reject } from '../../domain/result.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';
import { listUploads, readSources, saveSource } from './bill-store.ts';
import type { MatchAccount } from './keep-statement.ts';
import { countOpen } from './match-lists.ts';
import { type Bill, lookAtBill, takeBill } from './take-bill.ts';

export function addBillRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listBillSources, async ({ principal: { merchantId } }) => {
    const nameOf = await namesOf(app, merchantId);
    const rows = await app.db.inMerchant(merchantId, (tx) => readSources(tx, merchantId));
    const shops = (await app.shops.all(merchantId)).map(({ id, name, channel }) => ({ id, name, channel }));
    return { shops, rows: rows.map((row) => ({ ...row, mappedBy: row.mappedBy && nameOf(row.mappedBy) })) };
  });
  route(server, contract.mapBillSource, async ({ params: { vendor }, body, meta: { merchantId, actor } }) => {
    const nameOf = await namesOf(app, merchantId);
    const saved = await app.db.inMerchant(merchantId, (tx) =>
      saveSource(app, tx, { merchantId, vendor, by: actor.id }, body.mapping),
    );
    return { ...saved, mappedBy: saved.mappedBy && nameOf(saved.mappedBy) };
  });
  route(server, contract.lookAtBill, async ({ params: { vendor }, query, principal: { merchantId }, request }) => {
    const bill = await billIn(request, { merchantId, vendor, shopId: query.shopId });
    return bill.ok ? lookAtBill(app, bill.value) : bill;
  });
  route(server, contract.takeBill, async ({ params: { vendor }, query, meta: { merchantId, actor }, request }) => {
    const bill = await billIn(request, { merchantId, vendor, shopId: query.shopId });
    if (!bill.ok) return bill;
    // Both are days by the contract.
    const days = { from: query.from as LocalDate, to: query.to as LocalDate };
    const taken = await takeBill(app, bill.value, days, actor.id);
    if (!taken.ok) return taken;
    const nameOf = await namesOf(app, merchantId);
    const { upload, isNew } = taken.value;
    const account = { merchantId, vendor, shopId: upload.shopId ?? undefined };
    const open = await app.db.inMerchant(merchantId, (tx) => countOpen(tx, account));
    return ok({ upload: { ...upload, by: nameOf(upload.by) }, isNew, open });
  });
  route(server, contract.listBills, async ({ query, principal: { merchantId } }) => {
    const nameOf = await namesOf(app, merchantId);
    const page = await app.db.inMerchant(merchantId, (tx) => listUploads(tx, merchantId, query));
    return { ...page, rows: page.rows.map((row) => ({ ...row, by: nameOf(row.by) })) };
  });
}

async function billIn(request: FastifyRequest, account: MatchAccount) {
  const part = await request.file();
  if (!part) return reject({ code: 'file_missing', field: 'file' });
  const bill: Bill = { ...account, bytes: await part.toBuffer(), fileName: part.filename };
  return ok(bill);
}

async function namesOf(app: App, merchantId: MerchantId): Promise<(id: string) => string> {
  const names = await app.staffNames(merchantId);
  return (id) => names.get(id) ?? id;
}
