import type { RmaJob } from '../../domain/returns/jobs.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { Shops } from './shops.ts';

/** Only the platforms whose shops keep books of refunds are told of what was paid elsewhere. */
export const isForShop = ({ channels }: Shops, rma: Rma, job: RmaJob): boolean =>
  job.kind !== 'record_at_shop' || (channels.find(({ id }) => id === rma.channel)?.keepsRefunds ?? false);
