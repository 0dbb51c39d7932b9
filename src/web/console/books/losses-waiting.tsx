import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Select, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { listOpenItems } from '../../../contract/books.ts';
import { bookDocument } from '../../../contract/papers.ts';
import { type PartyKind, partyKinds } from '../../../domain/ledger/accounts.ts';
import { type LossCause, type LossOutcome, lossCauses, lossOutcomes } from '../../../domain/ledger/book-document.ts';
import { formatDecimal, money } from '../../../domain/money.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { useAct, usePages } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { amountOf } from '../stock/amount-input.tsx';
import type { InputOf } from './paper-input.ts';

type Row = ReplyOf<typeof listOpenItems>['rows'][number];

/** What stands in 1901 until somebody says who bears it. */
export function LossesWaiting() {
  const t = useTexts('books');
  const { may } = useSession();
  const [settling, setSettling] = useState<Row>();
  const pages = usePages<Row>([listOpenItems.path, 'losses'], (after, signal) =>
    call(listOpenItems, { query: { losses: 'true', ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <>
      <Listing pages={pages} blank={<Blank title={t('noneWaiting')} hint={t('noneWaitingHint')} />}>
        {(rows) => (
          <Table<Row>
            size="small"
            rowKey={(row) => `${row.account} ${row.item}`}
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={rows}
            columns={[
              {
                title: t('col.source'),
                render: (_, row) =>
                  row.rmaId ? (
                    <Link className="number" to={`/rmas/${row.rmaId}`}>
                      {row.item}
                    </Link>
                  ) : (
                    <Link className="number" to={`/journal?q=${encodeURIComponent(row.item)}`}>
                      {row.item}
                    </Link>
                  ),
              },
              { title: t('col.since'), dataIndex: 'openedOn', className: 'number' },
              { title: t('col.balance'), align: 'right', render: (_, row) => <Money of={row.balance} strong /> },
              {
                render: (_, row) =>
                  may('ledger:post') ? (
                    <Button size="small" onClick={() => setSettling(row)}>
                      {t('settle')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Listing>
      {settling ? <SettleDialog of={settling} onEnd={() => setSettling(undefined)} /> : null}
    </>
  );
}

type Fields = {
  amount: string;
  outcome: LossOutcome;
  cause: LossCause;
  partyKind?: PartyKind;
  party?: string;
  vat?: number;
  memo?: string;
};

/** What is settled, the way round that the loss stands; undefined where the amount is none. */
function settlementOf(
  { item, balance }: Row,
  { amount, outcome, cause, partyKind, party, vat }: Fields,
): InputOf | undefined {
  const sum = amountOf(amount, balance.currency);
  return (
    sum && {
      kind: 'loss_settled',
      item,
      amount: sum,
      outcome,
      cause,
      ...(balance.minor.startsWith('-') ? { gain: true } : {}),
      ...(outcome === 'owed' && partyKind && party ? { party: { kind: partyKind, id: party } } : {}),
      ...(outcome === 'abnormal_loss' && vat ? { inputVatBasisPoints: Math.round(vat * 100) } : {}),
    }
  );
}

function OutcomeFields({ outcome, isGain }: { outcome: LossOutcome | undefined; isGain: boolean }) {
  const t = useTexts('books');
  const words = useWords();
  return (
    <>
      {outcome === 'owed' ? (
        <>
          <Form.Item name="partyKind" label={t('col.party')}>
            <Select
              options={partyKinds
                .filter((kind) => kind !== 'government')
                .map((value) => ({ value, label: words('partyKind', value) }))}
            />
          </Form.Item>
          <Form.Item name="party" label={t('partyName')} rules={[{ required: true, message: t('partyNeeded') }]}>
            <Input maxLength={80} />
          </Form.Item>
        </>
      ) : null}
      {outcome === 'abnormal_loss' && !isGain ? (
        <Form.Item name="vat" label={t('inputVat')} extra={t('inputVatHint')}>
          <InputNumber min={0} max={100} precision={2} suffix="%" />
        </Form.Item>
      ) : null}
    </>
  );
}

function SettleDialog({ of, onEnd }: { of: Row; onEnd: () => void }) {
  const t = useTexts('books');
  const words = useWords();
  const formats = useFormats();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const outcome = Form.useWatch('outcome', form);
  const { currency } = of.balance;
  const isGain = of.balance.minor.startsWith('-');
  const settle = useAct(bookDocument, {
    onDone: () => {
      void queries.invalidateQueries();
      onEnd();
    },
    onRefused: useShowProblem(),
  });
  const send = (fields: Fields) => {
    const document = settlementOf(of, fields);
    if (!document) return form.setFields([{ name: 'amount', errors: [t('amountWrong')] }]);
    settle.mutate({ body: { occurredOn: formats.today(now()), memo: fields.memo ?? '', document } });
  };
  return (
    <Modal
      open
      onCancel={onEnd}
      title={t('settleTitle', { item: of.item })}
      okText={t('settle')}
      okButtonProps={{ loading: settle.isPending }}
      onOk={form.submit}
    >
      {isGain ? <p className="faint">{t('isGain')}</p> : null}
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{
          amount: formatDecimal(money(BigInt(of.balance.minor.replace('-', '')), currency)),
          outcome: 'stock_loss',
          cause: 'unclear',
          partyKind: 'courier',
        }}
        onFinish={send}
      >
        <Form.Item name="amount" label={t('col.amount')} rules={[{ required: true }]}>
          <Input className="number" inputMode="decimal" maxLength={16} />
        </Form.Item>
        <Form.Item name="outcome" label={t('outcome')}>
          <Select options={lossOutcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))} />
        </Form.Item>
        <OutcomeFields outcome={outcome} isGain={isGain} />
        <Form.Item name="cause" label={t('col.cause')}>
          <Select options={lossCauses.map((value) => ({ value, label: words('lossCause', value) }))} />
        </Form.Item>
        <Form.Item name="memo" label={t('memo')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
