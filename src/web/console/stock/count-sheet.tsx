import { Alert, App, Button, InputNumber, Popconfirm, Upload } from 'antd';
import { useRef, useState } from 'react';
import {
  approveCount,
  type CountView,
  cancelCount,
  enterCount,
  getCount,
  importCount,
  sendBackCount,
  submitCount,
} from '../../../contract/counts.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { saveCsv } from '../parts/csv.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { AddFound } from './add-found.tsx';
import { DocumentDrawer } from './document-drawer.tsx';

type Line = CountView['lines'][number];
type Props = { id: string; onClose: () => void; onChanged: (sheet: CountView) => void };

/** A sheet to be counted by: the books are not on it until counting is over. */
export function CountSheet({ id, onClose, onChanged }: Props) {
  const t = useTexts('warehouse');
  const answer = useRead(getCount, { params: { documentId: id } });
  const sheet = answer.data;
  return (
    <DocumentDrawer
      head={sheet}
      error={answer.error}
      retry={answer.refetch}
      onClose={onClose}
      tools={sheet ? <Tools sheet={sheet} onChanged={onChanged} /> : null}
    >
      {sheet ? (
        <>
          <Note sheet={sheet} />
          <Lines sheet={sheet} onChanged={onChanged} />
          {sheet.state === 'counting' ? <AddFound sheet={sheet} onChanged={onChanged} /> : null}
        </>
      ) : (
        <p>{t('none')}</p>
      )}
    </DocumentDrawer>
  );
}

function Note({ sheet: { state } }: { sheet: CountView }) {
  const t = useTexts('warehouse');
  if (state === 'counting') return <Alert className="stock-note" type="info" title={t('blindNote')} />;
  if (state === 'recounting') return <Alert className="stock-note" type="warning" title={t('recountNote')} />;
  return state === 'to_approve' ? <Alert className="stock-note" type="warning" title={t('approveNote')} /> : null;
}

function Lines({ sheet, onChanged }: { sheet: CountView; onChanged: (sheet: CountView) => void }) {
  const t = useTexts('warehouse');
  const stock = useTexts('stock');
  const words = useWords();
  const { may } = useSession();
  const isOpen = sheet.isBlind && may('stock:move');
  return (
    <PlainTable<Line>
      scroll={{}}
      rowKey={(line) => `${line.sku}/${line.location}/${line.condition}`}
      dataSource={sheet.lines}
      columns={[
        {
          title: stock('item'),
          render: (_, line) => (
            <>
              <strong className="number">{words('location', line.location)}</strong> ·{' '}
              <span className="number">{line.sku}</span> · {words('condition', line.condition)}
              <br />
              <span className="faint wrap">{line.title}</span>
            </>
          ),
        },
        ...(sheet.isBlind
          ? []
          : [
              {
                title: t('book'),
                align: 'right' as const,
                render: (_: unknown, line: Line) => <span className="number">{line.book}</span>,
              },
            ]),
        {
          title: t('counted'),
          align: 'right',
          render: (_, line) =>
            isOpen ? (
              <Entry sheet={sheet} line={line} onChanged={onChanged} />
            ) : (
              <span className="number">{line.counted}</span>
            ),
        },
        ...(sheet.isBlind
          ? [
              {
                title: '',
                render: (_: unknown, line: Line) => (line.isDue ? <Tag tone="amber">{t('due')}</Tag> : null),
              },
            ]
          : [
              {
                title: t('difference'),
                align: 'right' as const,
                render: (_: unknown, line: Line) => <Difference of={line.difference ?? 0} />,
              },
            ]),
      ]}
    />
  );
}

const Difference = ({ of }: { of: number }) => (
  <strong className={`number ${of === 0 ? 'faint' : 'red'}`}>{of > 0 ? `+${of}` : of}</strong>
);

/** Typed and left: it is entered at that moment, since the books are read then. */
function Entry({ sheet, line, onChanged }: { sheet: CountView; line: Line; onChanged: (sheet: CountView) => void }) {
  const t = useTexts('warehouse');
  const showProblem = useShowProblem();
  const [typed, setTyped] = useState<number | null>(line.counted);
  const saving = useRef<number | null>(null);
  const later = useRef<number | null>(null);
  const { sku, location, condition } = line;
  const send = (quantity: number) => {
    saving.current = quantity;
    enter.mutate({ params: { documentId: sheet.id }, body: { lines: [{ sku, location, condition, quantity }] } });
  };
  // What was typed while a save was under way is saved after it: the last word is what counts.
  const goOn = () => {
    const next = later.current;
    saving.current = null;
    later.current = null;
    if (next !== null) send(next);
  };
  const enter = useAct(enterCount, {
    onDone: (next) => {
      onChanged(next);
      goOn();
    },
    onRefused: (problem) => {
      showProblem(problem);
      goOn();
    },
  });
  const save = () => {
    if (typed === null) return;
    if (saving.current !== null) later.current = typed === saving.current ? null : typed;
    else if (typed !== line.counted || line.isDue) send(typed);
  };
  return (
    <InputNumber
      className="number"
      inputMode="numeric"
      min={0}
      max={99_999}
      precision={0}
      value={typed}
      aria-label={`${t('counted')} ${sku} ${location}`}
      onChange={setTyped}
      onBlur={save}
      onPressEnter={save}
    />
  );
}

function Tools({ sheet, onChanged }: { sheet: CountView; onChanged: (sheet: CountView) => void }) {
  const t = useTexts('warehouse');
  const { may } = useSession();
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const options = { onDone: onChanged, onRefused: showProblem };
  const submit = useAct(submitCount, options);
  const approve = useAct(approveCount, options);
  const back = useAct(sendBackCount, options);
  const cancel = useAct(cancelCount, options);
  const read = useAct(importCount, {
    ...options,
    onDone: (next) => {
      message.success(t('importDone'));
      onChanged(next);
    },
  });
  const input = { params: { documentId: sheet.id }, body: {} };
  const isOpen = sheet.isBlind && may('stock:move');
  const isOver = sheet.state === 'done' || sheet.state === 'cancelled';
  return (
    <>
      {isOpen ? (
        <Button type="primary" loading={submit.isPending} onClick={() => submit.mutate(input)}>
          {t('submitCount')}
        </Button>
      ) : null}
      {sheet.mayApprove ? (
        <Popconfirm title={t('approveAsk')} onConfirm={() => approve.mutate(input)}>
          <Button type="primary" loading={approve.isPending}>
            {t('approve')}
          </Button>
        </Popconfirm>
      ) : null}
      {sheet.state === 'to_approve' && may('stock:approve') ? (
        <Button loading={back.isPending} onClick={() => back.mutate(input)}>
          {t('sendBack')}
        </Button>
      ) : null}
      <Button onClick={() => exportSheet(sheet)}>{t('exportCsv')}</Button>
      {isOpen ? (
        <Upload
          accept=".csv,text/csv"
          showUploadList={false}
          beforeUpload={(file) => {
            void file.text().then((csv) => read.mutate({ params: { documentId: sheet.id }, body: { csv } }));
            return false;
          }}
        >
          <Button loading={read.isPending}>{t('importCsv')}</Button>
        </Upload>
      ) : null}
      {!isOver && may('stock:move') ? (
        <Popconfirm title={t('cancelAsk')} onConfirm={() => cancel.mutate(input)}>
          <Button danger loading={cancel.isPending}>
            {t('cancel')}
          </Button>
        </Popconfirm>
      ) : null}
    </>
  );
}

/** The columns that the import reads; what is hidden from the counter is not in the file either. */
function exportSheet({ number, lines, isBlind }: CountView): void {
  const head = ['sku', 'title', 'location', 'condition', 'counted', ...(isBlind ? [] : ['book', 'difference'])];
  saveCsv(`${number}.csv`, [
    head,
    ...lines.map(({ sku, title, location, condition, counted, book, difference }) => [
      sku,
      title,
      location,
      condition,
      counted ?? '',
      ...(isBlind ? [] : [book ?? '', difference ?? '']),
    ]),
  ]);
}
