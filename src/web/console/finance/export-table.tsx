import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { exportStates, listVoucherExports } from '../../../contract/finance.ts';
import { call } from '../../ui/api.ts';
import { usePartyText } from '../books/use-party-text.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useSession } from '../shell/session.tsx';
import type { ExportRow } from './export-row.ts';
import { SettleDialog } from './settle-dialog.tsx';

const tones = { waiting: 'blue', sending: 'blue', pushed: 'green', refused: 'red', unknown: 'amber' } as const;

/** Vouchers with what became of them over there. */
export function ExportTable() {
  const t = useTexts('finance');
  const { get } = useAddress();
  const [settling, setSettling] = useState<ExportRow>();
  const state = exportStates.find((known) => known === get('state'));
  const query = state ? { state } : {};
  const pages = usePages([listVoucherExports.path, query], (after, signal) =>
    call(listVoucherExports, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <>
      <Listing pages={pages} blank={<Blank title={t('noExports')} hint={t('noExportsHint')} />}>
        {(rows) => <Rows rows={rows} onSettle={setSettling} />}
      </Listing>
      {settling ? <SettleDialog row={settling} onClose={() => setSettling(undefined)} /> : null}
    </>
  );
}

function Rows({ rows, onSettle }: { rows: ExportRow[]; onSettle: (row: ExportRow) => void }) {
  const t = useTexts('finance');
  const words = useWords();
  const { may } = useSession();
  return (
    <PlainTable<ExportRow>
      rowKey="id"
      dataSource={rows}
      columns={[
        {
          title: t('col.number'),
          render: (_, row) => (
            <Link to={`/vouchers?period=${row.period}&voucher=${row.id}`} className="number">
              {row.word}-{row.number}
            </Link>
          ),
        },
        { title: t('col.state'), render: (_, row) => <Tag tone={tones[row.state]}>{t(`state.${row.state}`)}</Tag> },
        { title: t('col.date'), dataIndex: 'date', className: 'number' },
        { title: t('col.summary'), render: (_, row) => words('entryKind', row.kind) },
        { title: t('col.total'), align: 'right', render: (_, row) => <Money of={row.total} /> },
        { title: t('col.theirs'), dataIndex: 'vendorNumber', className: 'number' },
        { title: t('col.reason'), className: 'finance-remark', render: (_, row) => <Remark of={row} /> },
        {
          render: (_, row) =>
            may('ledger:post') && (row.state === 'unknown' || row.state === 'refused') ? (
              <Button size="small" type="text" onClick={() => onSettle(row)}>
                {t('settle')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

function Remark({ of: { reasonCode, reason, nextAt, settledBy, state } }: { of: ExportRow }) {
  const t = useTexts('finance');
  const formats = useFormats();
  const partyText = usePartyText();
  if (reasonCode === 'parties_unmapped') {
    const parties = (reason ?? '').split('、').map((text) => {
      const [kind = '', ...id] = text.split(':');
      return partyText({ kind, id: id.join(':') });
    });
    return <>{t('reason.parties_unmapped', { reason: parties.join(', ') })}</>;
  }
  if (reasonCode === 'accounts_unmapped' || reasonCode === 'party_missing' || reasonCode === 'currency_not_taken')
    return <>{t(`reason.${reasonCode}`, { reason: reason ?? '' })}</>;
  const parts = [
    reason === 'not_there_yet' ? t('notThereYet') : reason,
    nextAt && state !== 'pushed' ? t('nextAt', { at: formats.full(nextAt) }) : null,
    settledBy ? t('byHand', { name: settledBy }) : null,
  ];
  return <>{parts.filter((part) => part !== null).join(' · ')}</>;
}
