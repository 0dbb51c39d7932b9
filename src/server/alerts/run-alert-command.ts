import { type Actor, type AlertCommand, type AlertRejection, actOn } from '../../domain/alerts/alert-acts.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Meta } from '../http/caller.ts';
import { type AlertId, lockAlert, noted, saveAlerts } from './alert-store.ts';

export type AlertCommandRejection = AlertRejection | { code: 'alert_not_found' };

/** Whoever acts; the program itself too. */
type AlertMeta = Pick<Meta, 'merchantId' | 'commandId' | 'who'> & { actor: { kind: string; id: string } };

const whoIn = ({ actor, who }: AlertMeta): Actor => who ?? { id: actor.id };

/** The one door for what people do about an alert. The same command runs once. */
export async function runAlertCommand(
  app: App,
  tx: Tx,
  alertId: AlertId,
  command: AlertCommand,
  meta: AlertMeta,
): Promise<Result<AlertId, AlertCommandRejection>> {
  const { merchantId, actor, commandId } = meta;
  const found = await lockAlert(tx, merchantId, alertId, commandId);
  if (!found) return reject({ code: 'alert_not_found' });
  if (found.ran) return ok(alertId);
  const at = app.clock.now();
  const acted = actOn(found.alert, command, whoIn(meta), at);
  if (!acted.ok) return acted;
  const { alert, note } = acted.value;
  const overAt = alert.over === null ? null : (found.alert.overAt ?? at);
  const written = noted({ ...found.alert, ...alert, overAt }, { ...note, actor, commandId, at });
  await saveAlerts(tx, merchantId, found.subject, [written.alert], [written.note]);
  return ok(alertId);
}
