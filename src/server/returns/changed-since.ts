import type { MerchantId } from '../../domain/ids.ts';
import { reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { timelineEntry } from './rma-views.ts';
import type { CommandRejection } from './run-rma-command.ts';

type Refused = { ok: false; rejection: CommandRejection };

/** What others did meanwhile is told as the timeline tells it, with their names. */
export async function withNames(app: App, merchantId: MerchantId, { rejection }: Refused) {
  if (rejection.code !== 'case_has_changed') return reject(rejection);
  const names = await app.staffNames(merchantId);
  const nameOf = ({ id }: { id: string }) => names.get(id) ?? '';
  return reject({ ...rejection, since: rejection.since.map((stored) => timelineEntry(stored, { nameOf })) });
}
