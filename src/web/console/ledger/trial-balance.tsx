import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { trialBalance } from '../../../contract/back-office.ts';
import { parseLocalDate } from '../../../domain/time.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Money, Side } from '../parts/money.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useSession } from '../shell/session.tsx';
import { Period } from './period.tsx';

/** Every account's debits and credits over a period; each row leads to its ledger. */
export default function TrialBalance() {
  const t = useTexts('ledger');
  const shell = useTexts('shell');
  const { merchant } = useSession();
  const formats = useFormats();
  const { get } = useAddress();
  const from = parseLocalDate(get('from') ?? '');
  const to = parseLocalDate(get('to') ?? '');
  const query = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const answer = useRead(trialBalance, { query }, { keep: true });
  return (
    <Page
      title={t('trialBalance')}
      note={t('trialNote')}
      tools={
        <>
          {answer.data ? (
            <Tag tone={answer.data.balanced ? 'green' : 'red'}>
              {t(answer.data.balanced ? 'balanced' : 'unbalanced')}
            </Tag>
          ) : null}
          <Period today={formats.today(now())} />
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {shell('print')}
          </Button>
        </>
      }
    >
      <p className="print-only">{t('printNote', { merchant: merchant.name, at: formats.full(now()) })}</p>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={10} /> : null}
      {answer.data && answer.data.rows.length === 0 ? (
        <Blank title={t('trialEmpty')} hint={t('trialEmptyHint')} />
      ) : null}
      {answer.data && answer.data.rows.length > 0 ? <Balances balances={answer.data} period={query} /> : null}
    </Page>
  );
}

type Row = ReplyOf<typeof trialBalance>['rows'][number];

// An account that stands against its nature is printed on the other side, not with a minus.
const directionOf = ({ side, balance }: Row): 'debit' | 'credit' =>
  balance.minor.startsWith('-') ? (side === 'debit' ? 'credit' : 'debit') : side;

type Props = { balances: ReplyOf<typeof trialBalance>; period: { from?: string; to?: string } };

function Balances({ balances, period }: Props) {
  const t = useTexts('ledger');
  const { i18n } = useTranslation();
  const linesOf = (account: string): string => `/account-ledger?${new URLSearchParams({ ...period, account })}`;
  return (
    <Panel>
      <table className="balances">
        <thead>
          <tr>
            <th scope="col">{t('account')}</th>
            <th scope="col" className="right">
              {t('debit')}
            </th>
            <th scope="col" className="right">
              {t('credit')}
            </th>
            <th scope="col" className="direction">
              {t('direction')}
            </th>
            <th scope="col" className="right">
              {t('balance')}
            </th>
          </tr>
        </thead>
        <tbody>
          {balances.rows.map((row) => (
            <tr key={row.account}>
              <td>
                <Link to={linesOf(row.account)}>
                  <span className="number">{row.account}</span> {i18n.language === 'en' ? row.nameEn : row.nameZh}
                </Link>
              </td>
              <td className="right">
                <Side of={row.debit} />
              </td>
              <td className="right">
                <Side of={row.credit} />
              </td>
              <td className="direction">{t(`side.${directionOf(row)}`)}</td>
              <td className="right">
                <Money of={{ ...row.balance, minor: row.balance.minor.replace('-', '') }} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('total')}</th>
            <td className="right">
              <Money of={balances.totals.debit} strong />
            </td>
            <td className="right">
              <Money of={balances.totals.credit} strong />
            </td>
            <td />
            <td />
          </tr>
        </tfoot>
      </table>
    </Panel>
  );
}
