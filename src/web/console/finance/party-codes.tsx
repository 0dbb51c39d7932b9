import { Input, Table } from 'antd';
import { listFinanceParties, mapFinanceParties } from '../../../contract/finance.ts';
import { partyKinds } from '../../../domain/ledger/accounts.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { usePartyText } from '../books/use-party-text.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { CodesBar } from './codes-bar.tsx';
import { type Typed, useTyped } from './use-typed.ts';

type Row = ReplyOf<typeof listFinanceParties>['rows'][number];

/** Those that are named, and for each kind one row for all that have no code of their own. */
function rowsOf(known: Row[]): Row[] {
  const missing = partyKinds.filter((kind) => !known.some((row) => row.kind === kind && row.id === ''));
  return [...known, ...missing.map((kind) => ({ kind, id: '', theirs: null, lines: 0 }))];
}

const keyOf = ({ kind, id }: Row): string => `${kind}:${id}`;
const typedOr = (typed: Typed<'theirs'>, row: Row): string => typed[keyOf(row)]?.theirs ?? row.theirs ?? '';

/** What platforms, couriers and others are called in the finance system, for accounts that name them there. */
export function PartyCodes() {
  const t = useTexts('finance');
  const { may } = useSession();
  const { typed, type, saved } = useTyped<'theirs'>();
  const answer = useRead(listFinanceParties, {});
  const map = useAct(mapFinanceParties, { onRefused: useShowProblem(), onDone: saved });
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  if (answer.isPending) return <Waiting />;
  const rows = rowsOf(answer.data.rows);
  const save = () => {
    const parties = rows
      .filter((row) => typed[keyOf(row)])
      .map((row) => ({ kind: row.kind, id: row.id, theirs: typedOr(typed, row).trim() || null }));
    map.mutate({ body: { parties } });
  };
  const isMine = may('ledger:post');
  return (
    <>
      <CodesBar
        note={t('partiesNote')}
        {...(isMine ? { onSave: save } : {})}
        isChanged={Object.keys(typed).length > 0}
        isSaving={map.isPending}
      />
      <CodeTable
        rows={rows}
        typed={typed}
        onType={isMine ? (row, theirs) => type(keyOf(row), { theirs }) : undefined}
      />
    </>
  );
}

type TableProps = {
  rows: Row[];
  typed: Typed<'theirs'>;
  onType: ((row: Row, theirs: string) => void) | undefined;
};

function CodeTable({ rows, typed, onType }: TableProps) {
  const t = useTexts('finance');
  const words = useWords();
  const partyText = usePartyText();
  const kindHasCode = (kind: Row['kind']) =>
    rows.some((row) => row.kind === kind && row.id === '' && typedOr(typed, row));
  const nameOf = (row: Row) =>
    row.id === '' ? t('allOthers', { kind: words('partyKind', row.kind) }) : partyText(row);
  return (
    <Table<Row>
      size="small"
      rowKey={keyOf}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 'max-content' }}
      dataSource={rows}
      columns={[
        { title: t('party'), render: (_, row) => nameOf(row) },
        {
          title: t('theirs'),
          width: 180,
          render: (_, row) =>
            onType ? (
              <Input
                size="small"
                maxLength={40}
                aria-label={`${t('theirs')} ${nameOf(row)}`}
                {...(typedOr(typed, row) === '' && row.lines > 0 && !kindHasCode(row.kind)
                  ? { status: 'warning' as const }
                  : {})}
                value={typedOr(typed, row)}
                onChange={(event) => onType(row, event.target.value)}
              />
            ) : (
              typedOr(typed, row)
            ),
        },
        { title: t('lines'), dataIndex: 'lines', align: 'right' },
      ]}
    />
  );
}
