import { Input, Table } from 'antd';
import { listFinanceAccounts, mapFinanceAccounts } from '../../../contract/finance.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { useSide } from '../shops/account-fields.tsx';
import { CodesBar } from './codes-bar.tsx';
import { type Typed, useTyped } from './use-typed.ts';

type Row = ReplyOf<typeof listFinanceAccounts>['rows'][number];
type Field = 'theirs' | 'dimension';

/** What each account is called in the finance system; those that something waits on come first. */
export function AccountCodes({ example }: { example: string }) {
  const t = useTexts('finance');
  const answer = useRead(listFinanceAccounts, {});
  const { may } = useSession();
  const { typed, type, saved } = useTyped<Field>();
  const map = useAct(mapFinanceAccounts, { onRefused: useShowProblem(), onDone: saved });
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  if (answer.isPending) return <Waiting />;
  const { rows } = answer.data;
  const fillSame = () => {
    for (const row of rows) if (typedOr(typed, row, 'theirs') === '') type(row.code, { theirs: row.code });
  };
  const save = () => {
    const accounts = rows
      .filter(({ code }) => typed[code])
      .map((row) => ({
        code: row.code,
        theirs: typedOr(typed, row, 'theirs').trim() || null,
        dimension: typedOr(typed, row, 'dimension').trim() || null,
      }));
    map.mutate({ body: { accounts } });
  };
  const isMine = may('ledger:post');
  return (
    <>
      <CodesBar
        note={t('accountsNote')}
        {...(isMine ? { onSave: save, onFill: fillSame } : {})}
        isChanged={Object.keys(typed).length > 0}
        isSaving={map.isPending}
      />
      <CodeTable rows={rows} typed={typed} example={example} onType={isMine ? type : undefined} />
    </>
  );
}

const typedOr = (typed: Typed<Field>, row: Row, field: Field): string => typed[row.code]?.[field] ?? row[field] ?? '';

type TableProps = {
  rows: Row[];
  typed: Typed<Field>;
  example: string;
  onType: ((code: string, facts: Typed<Field>[string]) => void) | undefined;
};

function CodeTable({ rows, typed, example, onType }: TableProps) {
  const t = useTexts('finance');
  const side = useSide();
  const box = (row: Row, field: Field, isLacking: boolean, placeholder = '') =>
    onType ? (
      <Input
        size="small"
        maxLength={40}
        placeholder={placeholder}
        aria-label={`${t(field)} ${row.code}`}
        {...(isLacking ? { status: 'warning' as const } : {})}
        value={typedOr(typed, row, field)}
        onChange={(event) => onType(row.code, { [field]: event.target.value })}
      />
    ) : (
      typedOr(typed, row, field)
    );
  return (
    <Table<Row>
      size="small"
      rowKey="code"
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 'max-content' }}
      dataSource={rows}
      columns={[
        {
          title: t('account'),
          render: (_, row) => (
            <>
              <span className="number">{row.code}</span> {side === 'en' ? row.nameEn : row.nameZh}
            </>
          ),
        },
        {
          title: t('theirs'),
          width: 160,
          render: (_, row) => box(row, 'theirs', typedOr(typed, row, 'theirs') === '' && row.lines > 0),
        },
        {
          title: t('dimension'),
          width: 160,
          render: (_, row) => box(row, 'dimension', false, row.withParty > 0 ? example : ''),
        },
        { title: t('lines'), dataIndex: 'lines', align: 'right' },
      ]}
    />
  );
}
