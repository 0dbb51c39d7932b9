import type { FastifyInstance, FastifyRequest } from 'fastify';
import { downloadFile, downloadMyFile, uploadFile, uploadMyFile } from '../../contract/files.ts';
import type { FileId, MerchantId } from '../../domain/ids.ts';
import { reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { notFound, raw } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { readStored, storePicture } from './file-store.ts';

export function addFileRoutes(server: FastifyInstance, app: App): void {
  const take = async (request: FastifyRequest, merchantId: MerchantId, uploadedBy: string) => {
    const part = await request.file();
    if (!part) return reject({ code: 'file_missing', field: 'file' });
    return storePicture(app, merchantId, uploadedBy, await part.toBuffer());
  };
  const give = async (merchantId: MerchantId, fileId: FileId, size: 'full' | 'thumb', sentBy?: string) => {
    const picture = await readStored(app, merchantId, fileId, size, sentBy);
    // A file never changes, so a browser may keep it; another person at the same browser may not have it.
    return picture ? raw(picture, { 'cache-control': 'private, max-age=86400, immutable' }) : notFound;
  };
  route(server, uploadFile, ({ request, principal }) => take(request, principal.merchantId, principal.id));
  route(server, uploadMyFile, ({ request, principal }) => take(request, principal.merchantId, principal.id));
  route(server, downloadFile, ({ params, query, principal }) => give(principal.merchantId, params.fileId, query.size));
  route(server, downloadMyFile, ({ params, query, principal }) =>
    give(principal.merchantId, params.fileId, query.size, principal.id),
  );
}
