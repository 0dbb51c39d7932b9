import type { z } from 'zod';
import type { bookDocument } from '../../../contract/papers.ts';

/** A paper as it is sent. */
export type InputOf = z.input<NonNullable<(typeof bookDocument)['body']>>['document'];
