import { z } from 'zod';
import { instant } from './common.ts';

export const parcelView = z.object({
  courier: z.string(),
  waybill: z.string(),
  status: z.string(),
  announcedAt: instant,
  scans: z.array(
    z.object({
      at: instant,
      /** `unrecognised`: the vendor's code says nothing to us; it is shown as it came. */
      status: z.string(),
      code: z.string(),
      text: z.string(),
      location: z.string().nullable(),
    }),
  ),
});
