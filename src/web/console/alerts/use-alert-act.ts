import { useQueryClient } from '@tanstack/react-query';
import { type AlertView, countAlerts, getAlert, listAlerts } from '../../../contract/alerts.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

export type AlertId = AlertView['id'];

/** What follows every act on an alert: it is shown as it then stands, and the lists are read again. */
export function useAlertDone() {
  const queries = useQueryClient();
  const onRefused = useShowProblem();
  const onDone = (alert: AlertView) => {
    queries.setQueryData([getAlert.path, { alertId: alert.id }, null], alert);
    for (const { path } of [listAlerts, countAlerts]) void queries.invalidateQueries({ queryKey: [path] });
  };
  return { onDone, onRefused };
}
