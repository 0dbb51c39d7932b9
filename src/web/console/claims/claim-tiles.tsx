import { Link } from 'react-router';
import { sumClaims } from '../../../contract/claims.ts';
import type { MoneyView } from '../../../contract/common.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Money, Side } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useRead } from '../parts/use-api.ts';
import { usePartyName } from './use-party-name.ts';

/** How it stands with all claims: each tile leads to what it counts. */
export function ClaimTiles() {
  const t = useTexts('claims');
  const answer = useRead(sumClaims, {}, { keep: true });
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  if (!answer.data) return <Waiting rows={2} />;
  const { open, overdue, outstanding, refused, settled, postage, parties } = answer.data;
  const share = settled.amount.minor === '0' ? null : Number(settled.paid.minor) / Number(settled.amount.minor);
  const needed = postage.open + postage.paidTwice;
  return (
    <>
      <div className="claim-tiles">
        <Tile to="?state=open" name={t('tile.open')} of={open} />
        <Tile to="?state=overdue" name={t('tile.overdue')} of={overdue} tone={overdue.count > 0 ? 'red' : ''} />
        <Tile to="?state=accepted" name={t('tile.outstanding')} of={outstanding} />
        <Tile to="?state=refused" name={t('tile.refused')} of={refused} tone={refused.count > 0 ? 'amber' : ''} />
        <div className="claim-tile">
          <span className="claim-tile-name">{t('tile.recovered')}</span>
          <strong>{share === null ? '—' : `${Math.round(share * 100)}%`}</strong>
          <span className="faint">
            {share === null
              ? t('tile.noneSettled')
              : t('tile.recoveredMore', {
                  paid: formatMoney(settled.paid),
                  amount: formatMoney(settled.amount),
                  count: settled.count,
                })}
          </span>
        </div>
        <Link to="?tab=postage" className={`claim-tile ${postage.paidTwice > 0 ? 'red' : ''}`}>
          <span className="claim-tile-name">{t('tile.postage')}</span>
          <strong>{needed}</strong>
          <span className="faint">
            {t('tile.postageMore', { insurer: postage.withInsurer, twice: postage.paidTwice })}
          </span>
        </Link>
      </div>
      {parties.length > 0 ? <Parties rows={parties} /> : null}
    </>
  );
}

type TileProps = { to: string; name: string; of: { count: number; amount: MoneyView }; tone?: string };

function Tile({ to, name, of, tone = '' }: TileProps) {
  const t = useTexts('claims');
  return (
    <Link to={to} className={`claim-tile ${tone}`}>
      <span className="claim-tile-name">{name}</span>
      <strong>{formatMoney(of.amount)}</strong>
      <span className="faint">{t('tile.count', { count: of.count })}</span>
    </Link>
  );
}

type Party = {
  against: string;
  party: string;
  count: number;
  open: number;
  amount: MoneyView;
  accepted: MoneyView;
  paid: MoneyView;
};

function Parties({ rows }: { rows: readonly Party[] }) {
  const t = useTexts('claims');
  const words = useWords();
  const partyName = usePartyName();
  return (
    <details className="claim-parties">
      <summary>{t('byParty')}</summary>
      <PlainTable<Party>
        rowKey={(row) => `${row.against} ${row.party}`}
        dataSource={[...rows]}
        columns={[
          {
            title: t('col.against'),
            render: (_, row) => (
              <Link to={`?state=all&against=${row.against}&party=${encodeURIComponent(row.party)}`}>
                {partyName(row)} <span className="faint">{words('claimParty', row.against)}</span>
              </Link>
            ),
          },
          { title: t('col.count'), align: 'right', dataIndex: 'count' },
          { title: t('col.openCount'), align: 'right', dataIndex: 'open' },
          { title: t('col.amount'), align: 'right', render: (_, row) => <Money of={row.amount} /> },
          { title: t('col.accepted'), align: 'right', render: (_, row) => <Side of={row.accepted} /> },
          { title: t('col.paid'), align: 'right', render: (_, row) => <Side of={row.paid} /> },
        ]}
      />
    </details>
  );
}
