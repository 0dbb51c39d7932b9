import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router';
import { type AgreementRow, agreement } from '../../../contract/inspection.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';

/** Below this many looks, chance plays too large a part to judge anybody by it. */
const ENOUGH = 30;

/** How far inspectors agree beyond chance, by the blind second looks. */
export default function AgreementPage() {
  const t = useTexts('inspection');
  const { get, change } = useAddress();
  const [from, to] = [get('from'), get('to')];
  const answer = useRead(agreement, { query: { ...(from ? { from } : {}), ...(to ? { to } : {}) } }, { keep: true });
  const { data } = answer;
  return (
    <Page
      title={t('agreement')}
      note={t('agreementNote')}
      tools={
        <DatePicker.RangePicker
          allowEmpty
          value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
          onChange={(range) =>
            change({ from: range?.[0]?.format('YYYY-MM-DD') ?? null, to: range?.[1]?.format('YYYY-MM-DD') ?? null })
          }
        />
      }
    >
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {data && !data.whole ? (
        <Blank title={t('noLooks')} hint={t('noLooksHint')}>
          <Link to="/inspection/settings">{t('book')}</Link>
        </Blank>
      ) : null}
      {data?.whole ? (
        <>
          <Panel title={t('allLooks')}>
            <Rows rows={[{ ...data.whole, name: t('all') }]} first={t('all')} />
          </Panel>
          <Panel title={t('byInspector')}>
            <Rows rows={data.inspectors} first={t('inspector')} />
          </Panel>
          <Panel title={t('bySku')}>
            <Rows rows={data.skus} first="SKU" />
          </Panel>
        </>
      ) : null}
    </Page>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const toneOf = ({ n, kappa }: AgreementRow): Tone => {
  if (kappa === null || n < ENOUGH) return 'grey';
  return kappa >= 0.6 ? 'green' : kappa >= 0.4 ? 'amber' : 'red';
};

function Rows({ rows, first }: { rows: AgreementRow[]; first: string }) {
  const t = useTexts('inspection');
  return (
    <PlainTable<AgreementRow>
      rowKey="key"
      dataSource={rows}
      columns={[
        { title: first, render: (_, row) => row.name || row.key },
        { title: t('looks'), align: 'right', render: (_, row) => <span className="number">{row.n}</span> },
        {
          title: t('observed'),
          align: 'right',
          render: (_, row) => <span className="number">{percent(row.observed)}</span>,
        },
        {
          title: t('byChance'),
          align: 'right',
          render: (_, row) => <span className="number">{percent(row.expected)}</span>,
        },
        {
          title: 'κ',
          align: 'right',
          render: (_, row) => (
            <>
              <Tag tone={toneOf(row)}>{row.kappa === null ? '–' : row.kappa.toFixed(2)}</Tag>
              {row.n < ENOUGH ? <small className="faint"> {t('few')}</small> : null}
            </>
          ),
        },
      ]}
    />
  );
}
