import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { checkVouchers, listVouchers, makeVouchers, voucherForms } from '../../../contract/books.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SearchTool, SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useAct, usePages } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { MonthTool, useMonth } from './month-tool.tsx';
import { PrintDialog } from './print-dialog.tsx';
import { VoucherDrawer } from './voucher-drawer.tsx';

type Row = ReplyOf<typeof listVouchers>['rows'][number];

/** Numbered vouchers of a month: made, checked, looked at, and saved as files. */
export default function Vouchers() {
  const t = useTexts('books');
  const month = useMonth(useFormats().today(now()));
  const { get, change } = useAddress();
  const [picked, setPicked] = useState<string[]>([]);
  const state = get('state');
  const q = get('q');
  const query = {
    period: month,
    ...(state === 'made' || state === 'checked' ? ({ state } as const) : {}),
    ...(q ? { q } : {}),
  };
  const pages = usePages([listVouchers.path, query], (after, signal) =>
    call(listVouchers, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Page
      title={t('vouchers')}
      note={t('vouchersNote')}
      tools={
        <>
          <SearchTool label={t('searchVoucher')} />
          <SelectTool
            name="state"
            label={t('anyState')}
            options={(['made', 'checked'] as const).map((value) => ({ value, label: t(`voucherState.${value}`) }))}
          />
          <MonthTool month={month} />
          <Files month={month} />
          <Doings month={month} picked={picked} onDone={() => setPicked([])} />
        </>
      }
    >
      <Listing pages={pages} blank={<Blank title={t('noVouchers')} hint={t('noVouchersHint')} />}>
        {(rows) => (
          <VoucherTable rows={rows} picked={picked} onPick={setPicked} onOpen={(id) => change({ voucher: id })} />
        )}
      </Listing>
      <VoucherDrawer id={get('voucher')} onClose={() => change({ voucher: null })} />
    </Page>
  );
}

const files = voucherForms.filter((form) => form !== 'pdf');

function Files({ month }: { month: string }) {
  const t = useTexts('books');
  const shell = useTexts('shell');
  const [printing, setPrinting] = useState(false);
  const address = (form: string) => `/api/vouchers/export?period=${month}&form=${form}`;
  return (
    <>
      <Button icon={<PrinterOutlined />} onClick={() => setPrinting(true)}>
        {shell('print')}
      </Button>
      <Dropdown
        menu={{
          items: files.map((form) => ({
            key: form,
            label: (
              <a href={address(form)} download>
                {t(`file.${form}`)}
              </a>
            ),
          })),
        }}
      >
        <Button icon={<DownloadOutlined />}>{t('save')}</Button>
      </Dropdown>
      {printing ? <PrintDialog month={month} onClose={() => setPrinting(false)} /> : null}
    </>
  );
}

function Doings({ month, picked, onDone }: { month: string; picked: string[]; onDone: () => void }) {
  const t = useTexts('books');
  const { may } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const onRefused = useShowProblem();
  const renew = () => {
    void queries.invalidateQueries({ queryKey: [listVouchers.path] });
    onDone();
  };
  const make = useAct(makeVouchers, {
    onDone: ({ made }) => {
      message.success(t('made', { count: made }));
      renew();
    },
    onRefused,
  });
  const check = useAct(checkVouchers, {
    onDone: ({ checked, own }) => {
      if (own > 0) message.warning(t('ownLeft', { checked, own }));
      else message.success(t('checkedCount', { count: checked }));
      renew();
    },
    onRefused,
  });
  return (
    <>
      {may('ledger:check') ? (
        <Button
          disabled={picked.length === 0}
          loading={check.isPending}
          onClick={() => check.mutate({ body: { ids: picked as Row['id'][] } })}
        >
          {t('check', { count: picked.length })}
        </Button>
      ) : null}
      {may('ledger:post') ? (
        <Button type="primary" loading={make.isPending} onClick={() => make.mutate({ body: { period: month } })}>
          {t('make')}
        </Button>
      ) : null}
    </>
  );
}

type TableProps = { rows: Row[]; picked: string[]; onPick: (ids: string[]) => void; onOpen: (id: string) => void };

function VoucherTable({ rows, picked, onPick, onOpen }: TableProps) {
  const t = useTexts('books');
  const words = useWords();
  return (
    <PlainTable<Row>
      rowKey="id"
      dataSource={rows}
      rowSelection={{
        selectedRowKeys: picked,
        onChange: (keys) => onPick(keys.map(String)),
        getCheckboxProps: (row) => ({
          disabled: row.checkedBy !== null,
          'aria-label': `${row.word}-${row.number}`,
        }),
      }}
      columns={[
        {
          title: t('col.number'),
          render: (_, row) => (
            <Button type="link" size="small" className="number" onClick={() => onOpen(row.id)}>
              {row.word}-{row.number}
            </Button>
          ),
        },
        { title: t('col.date'), dataIndex: 'date', className: 'number' },
        { title: t('col.summary'), render: (_, row) => words('entryKind', row.kind) },
        { title: t('col.entries'), dataIndex: 'entries', align: 'right' },
        { title: t('col.attachments'), dataIndex: 'attachments', align: 'right' },
        { title: t('col.total'), align: 'right', render: (_, row) => <Money of={row.total} /> },
        {
          title: t('col.state'),
          render: (_, row) => (
            <Tag tone={row.checkedBy ? 'green' : 'blue'}>{t(`voucherState.${row.checkedBy ? 'checked' : 'made'}`)}</Tag>
          ),
        },
      ]}
    />
  );
}
