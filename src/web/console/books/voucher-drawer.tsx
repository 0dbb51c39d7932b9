import { PrinterOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { getVoucher } from '../../../contract/books.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Money, Side } from '../parts/money.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useSession } from '../shell/session.tsx';
import { SourceLink } from './source-link.tsx';
import { usePartyText } from './use-party-text.ts';
import { useVoucherPdf } from './use-voucher-pdf.ts';

type Voucher = ReplyOf<typeof getVoucher>;

/** A voucher as it is printed: lines, makers, and where each of its entries comes from. */
export function VoucherDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useTexts('books');
  const known = id?.startsWith('vch_') ? (id as Voucher['id']) : undefined;
  const answer = useRead(getVoucher, { params: { voucherId: known ?? 'vch_0' } }, { enabled: known !== undefined });
  return (
    <Drawer
      open={known !== undefined}
      onClose={onClose}
      size={720}
      title={answer.data ? `${answer.data.word}-${answer.data.number} · ${answer.data.date}` : t('voucher')}
      extra={answer.data ? <Print voucher={answer.data} /> : null}
    >
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isLoading ? <Waiting /> : null}
      {answer.data ? <Content voucher={answer.data} /> : null}
    </Drawer>
  );
}

function Print({ voucher: { period, number } }: { voucher: Voucher }) {
  const shell = useTexts('shell');
  const pdf = useVoucherPdf();
  return (
    <Button
      icon={<PrinterOutlined />}
      loading={pdf.isPending}
      onClick={() => pdf.mutate({ period, from: number, to: number })}
    >
      {shell('print')}
    </Button>
  );
}

function Content({ voucher }: { voucher: Voucher }) {
  const t = useTexts('books');
  const words = useWords();
  const { merchant } = useSession();
  const formats = useFormats();
  return (
    <>
      <p className="print-only">{merchant.name}</p>
      <Lines voucher={voucher} />
      <p className="faint">
        {t('madeAt', { at: formats.full(voucher.madeAt), count: voucher.attachments })}
        {voucher.checkedAt ? ` · ${t('checkedAt', { at: formats.full(voucher.checkedAt) })}` : ''}
      </p>
      <h3>{t('sources')}</h3>
      <ul className="plain-list voucher-sources">
        {voucher.sources.map((source) => (
          <li key={source.entryId}>
            <SourceLink of={source} />
            <span>{words('entryKind', source.kind)}</span>
            <span className="number faint">{source.occurredOn}</span>
          </li>
        ))}
      </ul>
      {voucher.entries > voucher.sources.length ? (
        <p className="faint">{t('moreSources', { count: voucher.entries - voucher.sources.length })}</p>
      ) : null}
    </>
  );
}

function Lines({ voucher }: { voucher: Voucher }) {
  const t = useTexts('books');
  const partyText = usePartyText();
  const ledger = useTexts('ledger');
  const words = useWords();
  const { i18n } = useTranslation();
  return (
    <table className="voucher">
      <thead>
        <tr>
          <th scope="col">{ledger('account')}</th>
          <th scope="col" className="right">
            {ledger('debit')}
          </th>
          <th scope="col" className="right">
            {ledger('credit')}
          </th>
        </tr>
      </thead>
      <tbody>
        {voucher.lines.map((line, i) => (
          <tr key={i}>
            <td className={line.credit.minor === '0' ? '' : 'set-in'}>
              <Link to={`/account-ledger?account=${line.account}&period=${voucher.period}`}>
                <span className="number">{line.account}</span> {i18n.language === 'en' ? line.nameEn : line.nameZh}
              </Link>
              {line.party ? <span className="faint"> · {partyText(line.party)}</span> : null}
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
          <td>{t('summary', { kind: words('entryKind', voucher.kind) })}</td>
          <td className="right">
            <Money of={voucher.total} />
          </td>
          <td className="right">
            <Money of={voucher.total} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
