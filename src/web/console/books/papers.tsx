import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { listBookDocuments, reverseDocument } from '../../../contract/papers.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { SearchTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useAct, usePages } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { PaperDialog } from './paper-dialog.tsx';

type Row = ReplyOf<typeof listBookDocuments>['rows'][number];

/** What accountants have booked by hand: bills, fees, fines, payments, settlements, and what took them back. */
export default function Papers() {
  const t = useTexts('books');
  const { may } = useSession();
  const [isOpen, setOpen] = useState(false);
  const [reversing, setReversing] = useState<Row>();
  const { get } = useAddress();
  const q = get('q');
  const query = q ? { q } : {};
  const pages = usePages<Row>([listBookDocuments.path, query], (after, signal) =>
    call(listBookDocuments, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Page
      title={t('papers')}
      note={t('papersNote')}
      tools={
        <>
          <SearchTool label={t('searchPaper')} />
          {may('ledger:post') ? (
            <Button type="primary" onClick={() => setOpen(true)}>
              {t('newPaper')}
            </Button>
          ) : null}
        </>
      }
    >
      <Listing
        pages={pages}
        blank={
          q ? (
            <Blank title={t('noSuchPaper', { q })} hint={t('noSuchPaperHint')} />
          ) : (
            <Blank title={t('noPapers')} hint={t('noPapersHint')} />
          )
        }
      >
        {(rows) => <PaperTable rows={rows} onReverse={setReversing} />}
      </Listing>
      {isOpen ? <PaperDialog onEnd={() => setOpen(false)} /> : null}
      {reversing ? <ReverseDialog of={reversing} onEnd={() => setReversing(undefined)} /> : null}
    </Page>
  );
}

function PaperTable({ rows, onReverse }: { rows: Row[]; onReverse: (row: Row) => void }) {
  const t = useTexts('books');
  const { may } = useSession();
  return (
    <PlainTable<Row>
      rowKey="id"
      dataSource={rows}
      columns={[
        {
          title: t('col.number'),
          render: (_, { number }) => (
            <Link className="number" title={t('toJournal')} to={`/journal?q=${number}`}>
              {number}
            </Link>
          ),
        },
        { title: t('col.date'), dataIndex: 'occurredOn', className: 'number' },
        {
          title: t('col.posted'),
          className: 'number',
          render: (_, row) => (row.postedOn === row.occurredOn ? '' : row.postedOn),
        },
        { title: t('col.kind'), render: (_, row) => t(`paper.${row.kind}` as 'paper.fine') },
        { title: t('col.amount'), align: 'right', render: (_, row) => <Money of={row.amount} /> },
        { title: t('memo'), dataIndex: 'memo' },
        {
          render: (_, row) =>
            row.reversedBy ? (
              <Tag tone="grey">{t('reversedBy', { number: row.reversedBy })}</Tag>
            ) : may('ledger:post') && row.kind !== 'reversal' ? (
              <Button size="small" type="text" danger onClick={() => onReverse(row)}>
                {t('reverse')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

function ReverseDialog({ of, onEnd }: { of: Row; onEnd: () => void }) {
  const t = useTexts('books');
  const queries = useQueryClient();
  const [because, setBecause] = useState('');
  const reverse = useAct(reverseDocument, {
    onDone: () => {
      void queries.invalidateQueries();
      onEnd();
    },
    onRefused: useShowProblem(),
  });
  return (
    <Modal
      open
      onCancel={onEnd}
      title={t('reverseTitle', { number: of.number })}
      okText={t('reverse')}
      okButtonProps={{ danger: true, loading: reverse.isPending, disabled: because.trim() === '' }}
      onOk={() => reverse.mutate({ params: { documentId: of.id }, body: { because } })}
    >
      <p>{t('reverseHint')}</p>
      <Input
        maxLength={200}
        aria-label={t('because')}
        placeholder={t('because')}
        value={because}
        onChange={(event) => setBecause(event.target.value)}
      />
    </Modal>
  );
}
