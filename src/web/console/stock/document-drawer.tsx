import { PrinterOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { When } from '../parts/when.tsx';
import { DocumentState } from './document-state.tsx';

type Head = {
  number: string;
  state: string;
  history: { seq: number; type: string; at: string; actor: { kind: string; name: string } }[];
};
type Props = {
  head: Head | undefined;
  error: unknown;
  retry: () => unknown;
  onClose: () => void;
  children: ReactNode;
  tools?: ReactNode;
};

/** One document of the warehouse as paper has it: number, state, lines, and who did what. It prints alone. */
export function DocumentDrawer({ head, error, retry, onClose, children, tools }: Props) {
  const t = useTexts('warehouse');
  return (
    <Drawer
      open
      size={820}
      rootClassName="stock-document"
      onClose={onClose}
      title={head ? <span className="number">{head.number}</span> : ''}
      extra={
        <span className="stock-document-extra">
          {head ? <DocumentState of={head.state} /> : null}
          <Button
            icon={<PrinterOutlined />}
            onClick={() => window.print()}
            aria-label={t('print')}
            title={t('print')}
          />
        </span>
      }
      footer={tools ? <div className="stock-document-tools">{tools}</div> : null}
    >
      {error ? <Failed error={error} retry={retry} /> : head ? children : <Waiting />}
      {head ? (
        <section className="stock-history">
          <h3>{t('history')}</h3>
          <ol>
            {head.history.map(({ seq, type, at, actor }) => (
              <li key={seq}>
                <When at={at} time /> <EventName of={type} />{' '}
                <span className="faint">{actor.name || t('program')}</span>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </Drawer>
  );
}

const names = [
  'transferred',
  'transfer_asked',
  'transfer_refused',
  'transfer_withdrawn',
  'repair_scrap_asked',
  'repair_scrap_refused',
  'count_opened',
  'counted',
  'count_submitted',
  'count_sent_back',
  'count_approved',
  'count_cancelled',
  'repair_opened',
  'part_used',
  'labour_done',
  'repair_finished',
  'repair_cancelled',
  'vendor_return_drafted',
  'vendor_return_changed',
  'vendor_return_sent',
  'vendor_answered',
  'vendor_credited',
  'sending_reversed',
  'credit_reversed',
  'vendor_return_cancelled',
] as const;

function EventName({ of }: { of: string }) {
  const t = useTexts('warehouse');
  const name = names.find((each) => each === of);
  return <span>{name ? t(`event.${name}`) : of}</span>;
}
