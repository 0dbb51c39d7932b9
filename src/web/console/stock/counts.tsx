import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { getCount, openCount } from '../../../contract/counts.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { CountSheet } from './count-sheet.tsx';
import { DocumentList } from './document-list.tsx';
import { Labelled } from './labelled.tsx';
import { PlaceField } from './place-field.tsx';
import { useDocument } from './use-document.ts';

const states = ['counting', 'recounting', 'to_approve', 'done', 'cancelled'] as const;

export function Counts() {
  const t = useTexts('warehouse');
  const { may } = useSession();
  const [isOpening, setOpening] = useState(false);
  const { id, open, changed } = useDocument(getCount.path);
  return (
    <>
      <DocumentList
        kind="count"
        states={states}
        tools={
          may('stock:move') ? (
            <Button type="primary" onClick={() => setOpening(true)}>
              {t('openCount')}
            </Button>
          ) : null
        }
      />
      {isOpening ? (
        <OpenCountDialog
          onClose={() => setOpening(false)}
          onOpened={(sheet) => {
            changed(sheet);
            setOpening(false);
            open(sheet.id);
          }}
        />
      ) : null}
      {id ? <CountSheet id={id} onClose={() => open(null)} onChanged={changed} /> : null}
    </>
  );
}

function OpenCountDialog({ onClose, onOpened }: { onClose: () => void; onOpened: (sheet: { id: string }) => void }) {
  const t = useTexts('warehouse');
  const showProblem = useShowProblem();
  const [location, setLocation] = useState('');
  const [typed, setTyped] = useState('');
  const skus = [...new Set(typed.split(/\s*\n\s*/).map((sku) => sku.trim()))].filter((sku) => sku !== '');
  const start = useAct(openCount, { onDone: onOpened, onRefused: showProblem });
  return (
    <Modal
      open
      title={t('countWhat')}
      okText={t('openGo')}
      okButtonProps={{ disabled: location.trim() === '' && skus.length === 0, loading: start.isPending }}
      onCancel={onClose}
      onOk={() => start.mutate({ body: { skus, ...(location.trim() ? { location: location.trim() } : {}) } })}
    >
      <div className="stock-form">
        <Labelled name={t('countPlace')}>
          <PlaceField label={t('countPlace')} value={location} onChange={setLocation} />
        </Labelled>
        <Labelled name={t('countSkus')}>
          <Input.TextArea
            rows={4}
            className="number"
            aria-label={t('countSkus')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Labelled>
      </div>
    </Modal>
  );
}
