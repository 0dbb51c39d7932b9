import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { lossReport } from '../../../contract/books.ts';
import { parseLocalDate } from '../../../domain/time.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { Period } from '../ledger/period.tsx';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Money } from '../parts/money.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';

type Row = ReplyOf<typeof lossReport>['rows'][number];

/** What returns have cost, by who caused it (M-8). */
export function LossReport() {
  const t = useTexts('books');
  const words = useWords();
  const formats = useFormats();
  const { i18n } = useTranslation();
  const { get } = useAddress();
  const from = parseLocalDate(get('from') ?? '');
  const to = parseLocalDate(get('to') ?? '');
  const period = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const answer = useRead(lossReport, { query: period }, { keep: true });
  return (
    <>
      <p>
        <Period today={formats.today(now())} />
      </p>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {answer.data ? (
        <>
          <p>
            {t('lossTotal')} <Money of={answer.data.total} strong /> · {t('lossWaiting')}{' '}
            <Money of={answer.data.waiting} />
          </p>
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
                    <Link to={`/account-ledger?${new URLSearchParams({ ...period, account: row.account })}`}>
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
