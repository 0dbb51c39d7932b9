import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { listStock } from '../../../contract/back-office.ts';
import { getRma } from '../../../contract/returns.ts';
import {
  bindUnknown,
  getUnknown,
  listUnknown,
  type UnknownView,
  unbindUnknown,
  unknownOfRma,
} from '../../../contract/unknown-parcels.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

export type UnknownId = UnknownView['id'];

/** Puts a new state of a parcel on the screen, and reads anew what hangs on it. */
export function useParcelChanged() {
  const queries = useQueryClient();
  return (parcel: UnknownView) => {
    queries.setQueryData([getUnknown.path, { unknownId: parcel.id }, null], parcel);
    for (const path of [listUnknown.path, unknownOfRma.path, getRma.path, listStock.path]) {
      void queries.invalidateQueries({ queryKey: [path] });
    }
  };
}

/** Binding is one tap: instead of a question before, there is an undo behind. */
export function useBinding(id: UnknownId) {
  const t = useTexts('unknownParcels');
  const { notification } = App.useApp();
  const changed = useParcelChanged();
  const showProblem = useShowProblem();
  const queries = useQueryClient();
  const onRefused = (error: unknown) => {
    showProblem(error);
    void queries.invalidateQueries({ queryKey: [getUnknown.path, { unknownId: id }] });
  };
  const unbind = useAct(unbindUnknown, {
    onRefused,
    onDone: (parcel) => {
      changed(parcel);
      notification.info({ key: id, title: t('undone'), placement: 'bottom' });
    },
  });
  const undo = (rmaId: RmaId) => unbind.mutate({ params: { unknownId: id }, body: { rmaId } });
  const bind = useAct(bindUnknown, {
    onRefused,
    onDone: (parcel) => {
      changed(parcel);
      const last = parcel.bindings.find(({ rmaId }) => rmaId === parcel.history.at(-1)?.rma?.id);
      if (!last) return;
      notification.success({
        key: id,
        title: t('bound', { number: last.number }),
        placement: 'bottom',
        duration: 10,
        actions: (
          <Button
            onClick={() => {
              notification.destroy(id);
              undo(last.rmaId);
            }}
          >
            {t('undo')}
          </Button>
        ),
      });
    },
  });
  return {
    bind: (rmaId: RmaId) => bind.mutate({ params: { unknownId: id }, body: { rmaId } }),
    undo,
    busy: bind.isPending || unbind.isPending,
  };
}

type RmaId = UnknownView['bindings'][number]['rmaId'];
