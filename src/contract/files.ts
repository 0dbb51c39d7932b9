import { z } from 'zod';
import { fileId } from './common.ts';
import { endpoint } from './endpoint.ts';

const upload = (path: string, access: 'signed_in' | 'portal') =>
  endpoint({
    method: 'POST',
    path,
    access,
    tag: 'files',
    summary:
      'Takes one picture (field `file`; JPEG, PNG, WebP or HEIF; at most 15 MB and 40 million pixels). It is drawn anew, so place, camera and hidden content are gone; the hash of the bytes as sent is kept.',
    consumes: 'multipart/form-data',
    budget: 'heavy',
    reply: z.object({ id: fileId, width: z.int(), height: z.int() }),
  });

export const uploadFile = upload('/api/files', 'signed_in');
export const uploadMyFile = upload('/api/portal/files', 'portal');

const download = (path: string, access: 'rma:read' | 'portal') =>
  endpoint({
    method: 'GET',
    path,
    access,
    tag: 'files',
    summary: 'One picture as JPEG; `size=thumb` for a small one.',
    params: z.object({ fileId }),
    query: z.object({ size: z.enum(['full', 'thumb']).default('full') }),
    produces: 'image/jpeg',
    reply: z.unknown(),
  });

export const downloadFile = download('/api/files/:fileId', 'rma:read');
export const downloadMyFile = download('/api/portal/files/:fileId', 'portal');
