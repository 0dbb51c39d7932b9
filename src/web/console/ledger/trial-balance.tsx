import { PrinterOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { trialBalance } from '../../../contract/back-office.ts';
import type { MoneyView } from '../../../contract/common.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Side } from '../parts/money.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useSession } from '../shell/session.tsx';
import { Period } from './period.tsx';
import { MonthOfPeriod, usePeriod } from './use-period.tsx';

/** Every account over a period: before, moved, after, each as accountants print it; each row leads to its ledger. */
export default function TrialBalance() {
  const t = useTexts('ledger');
  const shell = useTexts('shell');
  const { merchant } = useSession();
  const formats = useFormats();
  const { get, change } = useAddress();
  const period = usePeriod();
  const answer = useRead(trialBalance, { query: period }, { keep: true });
  const withIdle = get('idle') === 'yes';
  const moved = answer.data?.rows.filter(isMoved) ?? [];
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
          <Checkbox checked={withIdle} onChange={({ target }) => change({ idle: target.checked ? 'yes' : null })}>
            {t('withIdle')}
          </Checkbox>
          <MonthOfPeriod />
          <Period today={formats.today(now())} />
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {shell('print')}
          </Button>
        </>
      }
    >
      <p className="print-only">
        {t('printNote', { merchant: merchant.name, at: formats.full(now()) })} {period.from ?? ''} – {period.to ?? ''}
      </p>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={10} /> : null}
      {answer.data && moved.length === 0 && !withIdle ? (
        <Blank title={t('trialEmpty')} hint={t('trialEmptyHint')} />
      ) : null}
      {answer.data && (moved.length > 0 || withIdle) ? (
        <Balances rows={withIdle ? answer.data.rows : moved} totals={answer.data.totals} period={period} />
      ) : null}
    </Page>
  );
}

type Reply = ReplyOf<typeof trialBalance>;
type Row = Reply['rows'][number];

const isMoved = ({ opening, debit, credit }: Row): boolean =>
  [opening, debit, credit].some(({ minor }) => minor !== '0');

/** What stands on this side; an account that stands against its nature stands on the other, without a minus. */
function standingOn(wanted: 'debit' | 'credit', { side }: Row, amount: MoneyView): MoneyView {
  const isAgainst = amount.minor.startsWith('-');
  const isHere = isAgainst ? side !== wanted : side === wanted;
  return { ...amount, minor: isHere ? amount.minor.replace('-', '') : '0' };
}

type Props = { rows: readonly Row[]; totals: Reply['totals']; period: { from?: string; to?: string } };

function Balances({ rows, totals, period }: Props) {
  const { i18n } = useTranslation();
  const t = useTexts('ledger');
  // Without a first day nothing stood before.
  const hasOpening = period.from !== undefined;
  const linesOf = (account: string): string => `/account-ledger?${new URLSearchParams({ ...period, account })}`;
  return (
    <Panel>
      <table className="balances grouped">
        <BalanceHead hasOpening={hasOpening} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.account}>
              <td>
                <Link to={linesOf(row.account)}>
                  <span className="number">{row.account}</span> {i18n.language === 'en' ? row.nameEn : row.nameZh}
                </Link>
              </td>
              {hasOpening ? (
                <Pair debit={standingOn('debit', row, row.opening)} credit={standingOn('credit', row, row.opening)} />
              ) : null}
              <Pair debit={row.debit} credit={row.credit} />
              <Pair debit={standingOn('debit', row, row.balance)} credit={standingOn('credit', row, row.balance)} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('total')}</th>
            {hasOpening ? <Pair debit={totals.openingDebit} credit={totals.openingCredit} /> : null}
            <Pair debit={totals.debit} credit={totals.credit} />
            <Pair debit={totals.balanceDebit} credit={totals.balanceCredit} />
          </tr>
        </tfoot>
      </table>
    </Panel>
  );
}

const Pair = ({ debit, credit }: { debit: MoneyView; credit: MoneyView }) => (
  <>
    <td className="right first">
      <Side of={debit} />
    </td>
    <td className="right">
      <Side of={credit} />
    </td>
  </>
);

function BalanceHead({ hasOpening }: { hasOpening: boolean }) {
  const t = useTexts('ledger');
  const parts = hasOpening ? (['opening', 'moved', 'closing'] as const) : (['moved', 'closing'] as const);
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2}>
          {t('account')}
        </th>
        {parts.map((part) => (
          <th key={part} scope="colgroup" colSpan={2} className="group">
            {t(part)}
          </th>
        ))}
      </tr>
      <tr>
        {parts.flatMap((part) =>
          (['debit', 'credit'] as const).map((side) => (
            <th key={`${part} ${side}`} scope="col" className={side === 'debit' ? 'right first' : 'right'}>
              {t(side)}
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}
