import { Button } from 'antd';
import { useState } from 'react';
import { getRepair } from '../../../contract/repairs.ts';
import { useTexts } from '../locales/texts.ts';
import { useSession } from '../shell/session.tsx';
import { DocumentList } from './document-list.tsx';
import { OpenRepairDialog } from './open-repair-dialog.tsx';
import { RepairOrder } from './repair-order.tsx';
import { useDocument } from './use-document.ts';

const states = ['open', 'to_approve', 'finished', 'cancelled'] as const;

export function Repairs() {
  const t = useTexts('warehouse');
  const { may } = useSession();
  const [isOpening, setOpening] = useState(false);
  const { id, open, changed } = useDocument(getRepair.path);
  return (
    <>
      <DocumentList
        kind="repair"
        states={states}
        tools={
          may('stock:move') ? (
            <Button type="primary" onClick={() => setOpening(true)}>
              {t('openRepair')}
            </Button>
          ) : null
        }
      />
      {isOpening ? (
        <OpenRepairDialog
          onClose={() => setOpening(false)}
          onOpened={(order) => {
            changed(order);
            setOpening(false);
            open(order.id);
          }}
        />
      ) : null}
      {id ? <RepairOrder id={id} onClose={() => open(null)} onChanged={changed} /> : null}
    </>
  );
}
