import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listJournal, trialBalance } from '../../../contract/back-office.ts';
import { parseLocalDate } from '../../../domain/time.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { SourceLink } from '../books/source-link.tsx';
import { useTexts, useWords } from '../locales/texts.ts';
import { SearchTool, SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money, Side } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useSession } from '../shell/session.tsx';
import { Period } from './period.tsx';

type Entry = ReplyOf<typeof listJournal>['rows'][number];

/** The journal as accountants print it: each entry a voucher, credits set in. */
export default function Journal() {
  const t = useTexts('ledger');
  const shell = useTexts('shell');
  const { merchant } = useSession();
  const formats = useFormats();
  const { get } = useAddress();
  const from = parseLocalDate(get('from') ?? '');
  const to = parseLocalDate(get('to') ?? '');
  const account = get('account');
  const q = get('q');
  const query = {
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(account ? { account } : {}),
    ...(q ? { q } : {}),
  };
  const pages = usePages([listJournal.path, query], (after, signal) =>
    call(listJournal, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Page
      title={t('journal')}
      note={t('journalNote')}
      tools={
        <>
          <SearchTool label={t('search')} />
          <AccountSelect />
          <Period today={formats.today(now())} />
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {shell('print')}
          </Button>
        </>
      }
    >
      <p className="print-only">{t('printNote', { merchant: merchant.name, at: formats.full(now()) })}</p>
      <Listing pages={pages} blank={<Blank title={t('empty')} hint={t('emptyHint')} />}>
        {(rows) => (
          <div className="vouchers">
            {rows.map((entry) => (
              <Voucher key={entry.id} entry={entry} />
            ))}
          </div>
        )}
      </Listing>
    </Page>
  );
}

function AccountSelect() {
  const t = useTexts('ledger');
  const { i18n } = useTranslation();
  const accounts = useRead(trialBalance, { query: {} }).data?.rows ?? [];
  return (
    <SelectTool
      name="account"
      label={t('anyAccount')}
      className="tool-account"
      options={accounts.map((row) => ({
        value: row.account,
        label: `${row.account} ${i18n.language === 'en' ? row.nameEn : row.nameZh}`,
      }))}
    />
  );
}

function Voucher({ entry }: { entry: Entry }) {
  const t = useTexts('ledger');
  const words = useWords();
  const { i18n } = useTranslation();
  const first = entry.lines[0];
  const total = entry.lines.reduce((all, line) => all + BigInt(line.debit.minor), 0n);
  const sum = { minor: String(total), currency: first?.debit.currency ?? 'CNY' };
  return (
    <table className="voucher">
      <caption>
        <span className="voucher-head">
          <span className="number">{entry.postedOn}</span>
          <strong>{words('entryKind', entry.kind)}</strong>
          <SourceLink of={{ ...entry, number: entry.rmaNumber }} />
          <span className="faint number voucher-id">{entry.id.slice(-8)}</span>
        </span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('account')}</th>
          <th scope="col" className="right">
            {t('debit')}
          </th>
          <th scope="col" className="right">
            {t('credit')}
          </th>
        </tr>
      </thead>
      <tbody>
        {entry.lines.map((line, i) => (
          <tr key={i}>
            <td className={line.credit.minor === '0' ? '' : 'set-in'}>
              <Link to={`/account-ledger?account=${line.account}&period=${entry.postedOn.slice(0, 7)}`}>
                <span className="number">{line.account}</span> {i18n.language === 'en' ? line.nameEn : line.nameZh}
              </Link>
            </td>
            <td className="right">
              <Side of={line.debit} />
            </td>
            <td className="right">
              <Side of={line.credit} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>{t('total')}</td>
          <td className="right">
            <Money of={sum} />
          </td>
          <td className="right">
            <Money of={sum} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
