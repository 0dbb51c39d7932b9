import { createHash } from 'node:crypto';
import { toJson } from '../domain/wire.ts';

/** SHA-256 of what was said: the same content again is told from other content under the same name. */
export const hashOf = (said: unknown): Buffer => createHash('sha256').update(toJson(said)).digest();
