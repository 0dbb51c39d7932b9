import { z } from 'zod';
import { differenceKinds, differenceOutcomes } from '../domain/returns/difference.ts';
import { fileId, idOf, instant, rmaLineId } from './common.ts';

export const differenceId = idOf('dif');

export const differenceView = z.object({
  id: differenceId,
  kind: z.enum(differenceKinds),
  lineId: rmaLineId.optional(),
  sku: z.string().optional(),
  quantity: z.int(),
  photos: z.array(fileId),
  weightGrams: z.int().optional(),
  /** The parcel without an owner in which the goods are set apart. */
  unknownId: idOf('unp').optional(),
  at: instant,
  outcome: z.enum([...differenceOutcomes, 'turned_up']).nullable(),
});
