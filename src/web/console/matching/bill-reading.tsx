import { Alert } from 'antd';
import type { lookAtBill } from '../../../contract/bills.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { useFormats } from '../parts/use-formats.ts';

type Looked = ReplyOf<typeof lookAtBill>;

/** What the file reads as: its refunds, what stays out and why, and each wrong cell. */
export function BillReading({ of: { missing, reading, takenAt } }: { of: Looked }) {
  const t = useTexts('bills');
  const formats = useFormats();
  if (missing.length > 0)
    return <Alert type="warning" showIcon title={t('missing', { columns: missing.join('、') })} />;
  if (!reading) return null;
  const { lines, total, setAside, notes, errorCount, errors } = reading;
  return (
    <section aria-label={t('check')} className="bill-reading">
      <h3>{t('check')}</h3>
      {takenAt ? <Alert type="info" showIcon title={t('known', { at: formats.full(takenAt) })} /> : null}
      <ul className="plain-list">
        <li>{lines === 0 ? t('nothing') : t('reads', { count: lines, amount: formatMoney(total) })}</li>
        {setAside.map(({ word, rows }) => (
          <li key={word} className="faint">
            {t('aside', { word, rows })}
          </li>
        ))}
        {notes > 0 ? <li className="faint">{t('notes', { rows: notes })}</li> : null}
      </ul>
      {errorCount > 0 ? (
        <>
          <Alert type="error" showIcon title={t('wrong', { count: errorCount })} />
          <PlainTable
            rowKey={({ row, column }) => `${row} ${column}`}
            dataSource={errors}
            columns={[
              { title: t('row'), dataIndex: 'row', className: 'number' },
              { title: t('column'), dataIndex: 'column' },
              { title: t('text'), dataIndex: 'text' },
              { title: t('faultTitle'), render: (_, { fault }) => t(`fault.${fault}`) },
            ]}
          />
          {errorCount > errors.length ? <p className="faint">{t('more')}</p> : null}
        </>
      ) : null}
    </section>
  );
}
