import { CloseOutlined } from '@ant-design/icons';
import { Button, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { trialBalance } from '../../../contract/back-office.ts';
import { accountLedger } from '../../../contract/books.ts';
import { type PartyKind, partyKinds } from '../../../domain/ledger/accounts.ts';
import { lossCauses } from '../../../domain/ledger/book-document.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { Period } from '../ledger/period.tsx';
import { MonthOfPeriod, usePeriod } from '../ledger/use-period.tsx';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money, Side } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { SourceLink } from './source-link.tsx';
import { usePartyText } from './use-party-text.ts';

type Row = ReplyOf<typeof accountLedger>['rows'][number];

/** The lines of one account, each with what it stands at, and the way to its voucher and its source. */
export default function AccountLedger() {
  const t = useTexts('books');
  const formats = useFormats();
  const { get } = useAddress();
  const account = get('account') ?? '';
  const words = useWords();
  const partyText = usePartyText();
  const period = usePeriod();
  const partyKind = partyKinds.find((kind): kind is PartyKind => kind === get('partyKind'));
  const party = get('party');
  const cause = lossCauses.find((each) => each === get('cause'));
  const query = {
    account,
    ...period,
    ...(partyKind ? { partyKind } : {}),
    ...(party ? { party } : {}),
    ...(cause ? { cause } : {}),
  };
  const narrowed = [
    ...(partyKind ? [partyText({ kind: partyKind, id: party ?? '' })] : []),
    ...(cause ? [t('lostThrough', { cause: words('lossCause', cause) })] : []),
  ];
  const pages = usePages<Row>(
    [accountLedger.path, query],
    (after, signal) => call(accountLedger, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
    account !== '',
  );
  const opening = useRead(
    accountLedger,
    { query: { ...query, limit: 1 } },
    { enabled: account !== '', keep: true },
  ).data;
  return (
    <Page
      title={t('accountLedger')}
      note={t('accountLedgerNote')}
      tools={
        <>
          <AccountTool value={account} />
          <MonthOfPeriod />
          <Period today={formats.today(now())} />
        </>
      }
    >
      {account === '' ? (
        <Blank title={t('chooseAccount')} hint={t('chooseAccountHint')} />
      ) : (
        <>
          {opening ? (
            <p className="ledger-opening">
              <span>
                {t('opening')} <Money of={opening.opening} strong />
              </span>
              <Narrowed to={narrowed} />
            </p>
          ) : null}
          <Listing pages={pages} blank={<Blank title={t('noLines')} hint={t('noLinesHint')} />}>
            {(rows) => <Lines rows={rows} />}
          </Listing>
        </>
      )}
    </Page>
  );
}

/** What the lines are narrowed to beside account and days, and the way to all of them. */
function Narrowed({ to }: { to: readonly string[] }) {
  const t = useTexts('books');
  const { change } = useAddress();
  if (to.length === 0) return null;
  return (
    <Tag tone="blue">
      {to.join(' · ')}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('allLines')}
        title={t('allLines')}
        onClick={() => change({ partyKind: null, party: null, cause: null })}
      />
    </Tag>
  );
}

function AccountTool({ value }: { value: string }) {
  const t = useTexts('books');
  const { i18n } = useTranslation();
  const { change } = useAddress();
  const accounts = useRead(trialBalance, { query: {} }).data?.rows ?? [];
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      className="tool-account"
      placeholder={t('chooseAccount')}
      aria-label={t('chooseAccount')}
      value={value || null}
      popupMatchSelectWidth={false}
      options={accounts.map((row) => ({
        value: row.account,
        label: `${row.account} ${i18n.language === 'en' ? row.nameEn : row.nameZh}`,
      }))}
      onChange={(account) => change({ account, partyKind: null, party: null, cause: null })}
    />
  );
}

function Lines({ rows }: { rows: Row[] }) {
  const t = useTexts('books');
  const partyText = usePartyText();
  const words = useWords();
  return (
    <Table<Row>
      size="small"
      rowKey={(row) => `${row.entryId}-${row.lineNo}`}
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={rows}
      columns={[
        {
          title: t('col.date'),
          render: (_, row) => (
            <span className="number">
              {row.postedOn}
              {row.occurredOn === row.postedOn ? null : <div className="faint">{t('of', { day: row.occurredOn })}</div>}
            </span>
          ),
        },
        {
          title: t('voucher'),
          render: (_, { voucher, postedOn }) =>
            voucher ? (
              <Link className="number" to={`/vouchers?period=${postedOn.slice(0, 7)}&voucher=${voucher.id}`}>
                {voucher.word}-{voucher.number}
              </Link>
            ) : (
              <span className="faint">{t('withoutVoucher')}</span>
            ),
        },
        { title: t('col.summary'), render: (_, row) => words('entryKind', row.kind) },
        { title: t('col.source'), render: (_, row) => <SourceLink of={row} /> },
        {
          title: t('col.party'),
          render: (_, { party }) => (party ? partyText(party) : ''),
        },
        { title: t('col.debit'), align: 'right', render: (_, row) => <Side of={row.debit} /> },
        { title: t('col.credit'), align: 'right', render: (_, row) => <Side of={row.credit} /> },
        { title: t('col.balance'), align: 'right', render: (_, row) => <Money of={row.balance} /> },
      ]}
    />
  );
}
