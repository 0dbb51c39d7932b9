import { sql } from 'kysely';
import type { z } from 'zod';
import type { bookInUnknown } from '../../contract/unknown-parcels.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { merged, type UnknownId } from '../../domain/parcels/unknown-parcel.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { missingFile } from '../files/file-store.ts';
import { hashOf } from '../hash-of.ts';
import { phoneKey } from '../orders/phone-key.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import { record, type UnknownCommandRejection } from './run-unknown-command.ts';
import { insertUnknown, lockUnknown, type StoredUnknown, senderPlace, type UnknownFacts } from './unknown-store.ts';

type BookIn = z.output<NonNullable<typeof bookInUnknown.body>>;

/** Books in a parcel that nobody knows the owner of. The same command makes one parcel, and a number is booked in once. */
export async function bookIn(
  app: App,
  tx: Tx,
  body: BookIn,
  meta: CommandMeta,
  origin?: RmaId,
): Promise<Result<StoredUnknown, UnknownCommandRejection>> {
  const { merchantId, actor, commandId } = meta;
  const commandHash = hashOf(body);
  const contents = merged(body.contents);
  const wrong = await refusalOf(tx, merchantId, body, commandId);
  if (wrong) return reject(wrong);
  const now = app.clock.now();
  const facts = { ...factsFrom(app, merchantId, body, now), originRmaId: origin ?? null };
  const recording = { merchantId, actor, commandId, commandHash, now, newId: app.newId, currency: '' };
  const id = await insertUnknown(tx, facts, body.location, recording);
  const stored = present(await lockUnknown(tx, merchantId, id), 'the parcel that was booked in');
  const [first] = stored.history;
  if (first)
    return first.commandHash === commandHash.toString('hex') ? ok(stored) : reject({ code: 'command_id_reused' });
  return ok(
    await record(
      app,
      tx,
      stored,
      [{ type: 'booked_in', location: body.location, contents, ...(origin ? { from: origin } : {}) }],
      { ...meta, commandHash },
    ),
  );
}

function factsFrom(app: App, merchantId: MerchantId, body: BookIn, arrivedAt: UnknownFacts['arrivedAt']) {
  const id = app.newId('unp');
  const { phone, senderName } = body;
  return {
    id,
    courier: body.courier ?? null,
    waybill: body.waybill ?? null,
    phoneKey: phone ? app.secrets.index(phoneKey(phone), merchantId).toString('hex') : null,
    phoneTail: body.phoneTail ?? (phone ? phoneKey(phone).slice(-4) : null),
    nameSealed: senderName ? app.secrets.seal(senderName, senderPlace(merchantId, id)) : null,
    city: body.city ?? null,
    weightGrams: body.weightGrams ?? null,
    photos: body.photos,
    arrivedAt,
  };
}

async function refusalOf(
  tx: Tx,
  merchantId: MerchantId,
  { waybill, contents, photos }: BookIn,
  commandId: string,
): Promise<UnknownCommandRejection | undefined> {
  const fileId = await missingFile(tx, merchantId, photos);
  if (fileId) return { code: 'file_not_found', fileId };
  const sku = await unknownSku(tx, merchantId, contents);
  if (sku !== undefined) return { code: 'sku_unknown', sku };
  if (!waybill) return undefined;
  // Two desks that scan one parcel at the same moment: the second waits here and then sees the first's.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`unknown parcel ${merchantId} ${waybill}`}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<{ unknown_id: UnknownId }>`select unknown_id from unknown_parcel
    where merchant_id = ${merchantId} and waybill = ${waybill} and state <> 'sent_back'
      and opened_by_command <> ${commandId}`.execute(tx);
  const known = rows[0];
  return known && { code: 'already_booked_in', unknownId: known.unknown_id };
}

/** The first article that no order has ever held: a slip of the scanner would put goods into stock that nobody sells. */
export async function unknownSku(
  tx: Tx,
  merchantId: MerchantId,
  contents: readonly { sku: string }[],
): Promise<string | undefined> {
  const { rows } = await sql<{
    sku: string;
  }>`select s.sku from unnest(${contents.map(({ sku }) => sku)}::text[]) as s(sku)
    where not exists (select 1 from order_line l where l.merchant_id = ${merchantId} and l.sku = s.sku) limit 1`.execute(
    tx,
  );
  return rows[0]?.sku;
}
