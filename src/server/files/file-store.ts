import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { FileId, MerchantId } from '../../domain/ids.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type PictureRejection, readPicture } from './picture.ts';

type Size = 'full' | 'thumb';

/** Names are ours, never the sender's: no path of anybody's choosing is ever opened. */
const pathOf = (app: App, merchantId: MerchantId, fileId: FileId, size: Size): string =>
  join(app.config.dataDir, 'files', merchantId, fileId.slice(4, 9), `${fileId}.${size}.jpg`);

export type StoredPicture = { id: FileId; width: number; height: number };

/** The bytes are on the disk before the row says so: a row never points at nothing. */
export async function storePicture(
  app: App,
  merchantId: MerchantId,
  uploadedBy: string,
  bytes: Buffer,
): Promise<Result<StoredPicture, PictureRejection>> {
  const picture = await readPicture(bytes);
  if (!picture.ok) return picture;
  const { full, thumb, width, height, originalSha256 } = picture.value;
  const id = app.newId('fil');
  await write(pathOf(app, merchantId, id, 'thumb'), thumb);
  await write(pathOf(app, merchantId, id, 'full'), full);
  await app.db.inMerchant(merchantId, (tx) =>
    sql`insert into file (merchant_id, file_id, media_type, bytes, width, height, original_sha256, uploaded_by)
      values (${merchantId}, ${id}, 'image/jpeg', ${full.length}, ${width}, ${height}, ${originalSha256}, ${uploadedBy})`.execute(
      tx,
    ),
  );
  return ok({ id, width, height });
}

async function write(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

/** The picture, if it is this merchant's; for a buyer, if he has sent it himself or the shop has sent it to him. */
export async function readStored(
  app: App,
  merchantId: MerchantId,
  fileId: FileId,
  size: Size,
  sentBy?: string,
): Promise<Buffer | undefined> {
  const missing = await app.db.inMerchant(
    merchantId,
    async (tx) =>
      (await missingFile(tx, merchantId, [fileId], sentBy)) &&
      (sentBy === undefined || !(await wasSentTo(tx, merchantId, fileId, sentBy))),
  );
  return missing ? undefined : readFile(pathOf(app, merchantId, fileId, size));
}

/** Whether it stands in a message to the buyer of this order: a buyer is known by the order he has proved. */
async function wasSentTo(tx: Tx, merchantId: MerchantId, fileId: FileId, orderId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from rma r
    join rma_message m on m.merchant_id = r.merchant_id and m.rma_id = r.rma_id
    where r.merchant_id = ${merchantId} and r.order_id = ${orderId} and m.direction = 'out' and m.via = 'portal'
      and ${fileId} = any(m.pictures) limit 1`.execute(tx);
  return rows.length > 0;
}

/** The first of the files that this merchant does not have; for a buyer, that he has not sent himself. */
export async function missingFile(
  tx: Tx,
  merchantId: MerchantId,
  fileIds: readonly FileId[],
  sentBy?: string,
): Promise<FileId | undefined> {
  if (fileIds.length === 0) return undefined;
  const { rows } = await sql<{ file_id: FileId }>`select file_id from file
    where merchant_id = ${merchantId} and file_id = any(${fileIds})
      ${sentBy === undefined ? sql`` : sql`and uploaded_by = ${sentBy}`}`.execute(tx);
  const known = new Set(rows.map((row) => row.file_id));
  return fileIds.find((id) => !known.has(id));
}
