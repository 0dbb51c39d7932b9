import { useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, InputNumber, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { getLedgerTerms, setLedgerTerms } from '../../../contract/papers.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

type Terms = ReplyOf<typeof getLedgerTerms>;
type Row = Terms['rows'][number];

const choices = {
  standard: ['enterprise', 'small'],
  policy: ['actual', 'estimate'],
  recognition: ['shipping', 'delivery'],
  resale: ['net', 'gross'],
  vouchers: ['each', 'daily'],
} as const;
const names = Object.keys(choices) as (keyof typeof choices)[];

/** How the books are kept, since when; and otherwise from a day to come. */
export function TermsPanel() {
  const t = useTexts('books');
  const { may } = useSession();
  const [isOpen, setOpen] = useState(false);
  const answer = useRead(getLedgerTerms, {});
  return (
    <Panel
      title={t('terms')}
      tools={
        may('ledger:close') && answer.data ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('changeTerms')}
          </Button>
        ) : null
      }
    >
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={3} /> : null}
      <ul className="book-terms">
        {answer.data?.rows.map((row) => (
          <li key={row.from ?? 'first'}>
            <strong className="number">{row.from ? t('since', { day: row.from }) : t('fromTheFirst')}</strong>
            <dl className="terms">
              {names.map((name) => (
                <div key={name}>
                  <dt>{t(`termName.${name}`)}</dt>
                  <dd>{t(`term.${name}.${row[name]}` as 'term.policy.actual')}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      {isOpen && answer.data ? <TermsDialog terms={answer.data} onEnd={() => setOpen(false)} /> : null}
    </Panel>
  );
}

type Fields = Omit<Row, 'from' | 'recoveryMinor'> & { from: Dayjs; recovery: number };

function TermsDialog({ terms, onEnd }: { terms: Terms; onEnd: () => void }) {
  const t = useTexts('books');
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const policy = Form.useWatch('policy', form);
  const standard = Form.useWatch('standard', form);
  const save = useAct(setLedgerTerms, {
    onDone: () => {
      void queries.invalidateQueries({ queryKey: [getLedgerTerms.path] });
      onEnd();
    },
    onRefused: useShowProblem(),
  });
  const { recoveryMinor = '0', from: _, ...latest } = terms.rows[0] ?? {};
  const barred = (name: string, value: string): boolean =>
    standard === 'small' && ((name === 'policy' && value === 'estimate') || (name === 'resale' && value === 'gross'));
  return (
    <Modal
      open
      onCancel={onEnd}
      title={t('changeTerms')}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      okText={t('keep')}
    >
      <p className="faint">{t('termsHint')}</p>
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ ...latest, from: dayjs(terms.earliest), recovery: Number(recoveryMinor) / 100 }}
        onFinish={({ from, recovery, ...said }) =>
          save.mutate({
            body: {
              ...said,
              from: from.format('YYYY-MM-DD'),
              recoveryMinor: String(Math.round((recovery ?? 0) * 100)),
            },
          })
        }
      >
        <Form.Item name="from" label={t('from')} rules={[{ required: true }]}>
          <DatePicker allowClear={false} minDate={dayjs(terms.earliest)} />
        </Form.Item>
        {names.map((name) => (
          <Form.Item key={name} name={name} label={t(`termName.${name}`)}>
            <Select
              options={choices[name].map((value) => ({
                value,
                label: t(`term.${name}.${value}` as 'term.policy.actual'),
                disabled: barred(name, value),
              }))}
            />
          </Form.Item>
        ))}
        {policy === 'estimate' ? (
          <Form.Item name="recovery" label={t('recovery')}>
            <InputNumber min={0} precision={2} />
          </Form.Item>
        ) : (
          <Form.Item name="recovery" hidden>
            <InputNumber />
          </Form.Item>
        )}
      </Form>
      {standard === 'small' ? <p className="faint">{t('smallRecalled')}</p> : null}
    </Modal>
  );
}
