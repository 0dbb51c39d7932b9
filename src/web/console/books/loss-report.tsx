import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { lossReport } from '../../../contract/books.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { Period } from '../ledger/period.tsx';
import { MonthOfPeriod, usePeriod } from '../ledger/use-period.tsx';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Money } from '../parts/money.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';

type Row = ReplyOf<typeof lossReport>['rows'][number];

/** What returns have cost, by who caused it (M-8). */
export function LossReport() {
  const t = useTexts('books');
  const words = useWords();
  const formats = useFormats();
  const { i18n } = useTranslation();
  const period = usePeriod();
  const answer = useRead(lossReport, { query: period }, { keep: true });
  return (
    <>
      <div className="loss-tools">
        <MonthOfPeriod />
        <Period today={formats.today(now())} />
      </div>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {answer.data ? (
        <>
          <dl className="terms">
            <div>
              <dt>{t('lossTotal')}</dt>
              <dd>
                <Money of={answer.data.total} strong />
              </dd>
            </div>
            <div>
              <dt>{t('lossWaiting')}</dt>
              <dd>
                <Link to="/counterparties?tab=waiting">
                  <Money of={answer.data.waiting} />
                </Link>
              </dd>
            </div>
          </dl>
          {answer.data.rows.length === 0 ? (
            <Blank title={t('noLosses')} hint={t('noLossesHint')} />
          ) : (
            <Table<Row>
              size="small"
              rowKey={(row) => `${row.cause} ${row.account}`}
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={answer.data.rows}
              columns={[
                { title: t('col.cause'), render: (_, row) => words('lossCause', row.cause) },
                {
                  title: t('col.account'),
                  render: (_, row) => (
                    <Link
                      to={`/account-ledger?${new URLSearchParams({ ...period, account: row.account, cause: row.cause })}`}
                    >
                      <span className="number">{row.account}</span> {i18n.language === 'en' ? row.nameEn : row.nameZh}
                    </Link>
                  ),
                },
                { title: t('col.entries'), dataIndex: 'entries', align: 'right' },
                { title: t('col.amount'), align: 'right', render: (_, row) => <Money of={row.amount} /> },
              ]}
            />
          )}
        </>
      ) : null}
    </>
  );
}
