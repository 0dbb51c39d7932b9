import { z } from 'zod';
import { instant } from './common.ts';

/** How far a platform's dispute has come. */
export const disputeView = z.object({
  /** A person has read it at the platform; a document only tells when we first saw it. */
  by: z.enum(['person', 'document']),
  openedAt: instant.optional(),
  evidenceAskedAt: instant.optional(),
  answeredAt: instant.optional(),
  decidedAt: instant.optional(),
  endedAt: instant.optional(),
});
