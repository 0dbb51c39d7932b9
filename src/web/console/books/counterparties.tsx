import { Table, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listCounterparties } from '../../../contract/books.ts';
import type { MoneyView } from '../../../contract/common.ts';
import { type PartyKind, partyKinds } from '../../../domain/ledger/accounts.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SelectTool } from '../parts/address-tools.tsx';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Money } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { LossReport } from './loss-report.tsx';
import { LossesWaiting } from './losses-waiting.tsx';
import { usePartyText } from './use-party-text.ts';

type Row = ReplyOf<typeof listCounterparties>['rows'][number];
const tabs = ['parties', 'waiting', 'losses'] as const;

/** Who owes what since when, which losses wait, and what was lost through whom. */
export default function Counterparties() {
  const t = useTexts('books');
  const words = useWords();
  const { get, change } = useAddress();
  const tab = tabs.find((each) => each === get('tab')) ?? 'parties';
  return (
    <Page
      title={t('counterparties')}
      note={t('counterpartiesNote')}
      tools={
        tab === 'parties' ? (
          <SelectTool
            name="kind"
            label={t('anyParty')}
            options={partyKinds.map((value) => ({ value, label: words('partyKind', value) }))}
          />
        ) : null
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key === 'parties' ? null : key })}
        items={[
          { key: 'parties', label: t('tab.parties'), children: <Parties /> },
          { key: 'waiting', label: t('tab.waiting'), children: <LossesWaiting /> },
          { key: 'losses', label: t('tab.losses'), children: <LossReport /> },
        ]}
      />
    </Page>
  );
}

const negated = (amount: MoneyView): MoneyView => ({ ...amount, minor: String(-BigInt(amount.minor)) });
const unsigned = (amount: MoneyView): MoneyView => (amount.minor.startsWith('-') ? negated(amount) : amount);

function Parties() {
  const t = useTexts('books');
  const partyText = usePartyText();
  const { i18n } = useTranslation();
  const { get } = useAddress();
  const kind = partyKinds.find((each): each is PartyKind => each === get('kind'));
  const answer = useRead(listCounterparties, { query: kind ? { kind } : {} }, { keep: true });
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  if (answer.isPending) return <Waiting />;
  if (answer.data.rows.length === 0) return <Blank title={t('noParties')} hint={t('noPartiesHint')} />;
  const ledgerOf = ({ account, party }: Row) =>
    `/account-ledger?${new URLSearchParams({ account, partyKind: party.kind, ...(party.id ? { party: party.id } : {}) })}`;
  const aged = (name: keyof Row['ageing']) => ({
    title: t(`age.${name}`),
    align: 'right' as const,
    render: (_: unknown, row: Row) =>
      row.ageing[name].minor === '0' ? null : (
        <Money of={row.balance.minor.startsWith('-') ? negated(row.ageing[name]) : row.ageing[name]} />
      ),
  });
  return (
    <Table<Row>
      size="small"
      rowKey={(row) => `${row.account} ${row.party.kind} ${row.party.id}`}
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={answer.data.rows}
      columns={[
        {
          title: t('col.party'),
          render: (_, row) => <Link to={ledgerOf(row)}>{partyText(row.party)}</Link>,
        },
        {
          title: t('col.account'),
          render: (_, row) => (
            <>
              <span className="number faint">{row.account}</span> {i18n.language === 'en' ? row.nameEn : row.nameZh}
            </>
          ),
        },
        {
          title: t('owes'),
          render: (_, { balance }) => (
            <Tag tone={balance.minor.startsWith('-') ? 'amber' : 'blue'}>
              {t(balance.minor.startsWith('-') ? 'owesThem' : 'owesUs')}
            </Tag>
          ),
        },
        { title: t('col.balance'), align: 'right', render: (_, row) => <Money of={unsigned(row.balance)} strong /> },
        { title: t('col.items'), dataIndex: 'items', align: 'right' },
        { title: t('col.oldest'), dataIndex: 'oldest', className: 'number' },
        aged('upTo30'),
        aged('upTo60'),
        aged('upTo90'),
        aged('older'),
      ]}
    />
  );
}
