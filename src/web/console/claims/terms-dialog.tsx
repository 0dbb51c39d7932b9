import { useQueryClient } from '@tanstack/react-query';
import { App, Form, InputNumber, Modal } from 'antd';
import { getClaimTerms, setClaimTerms } from '../../../contract/claims.ts';
import type { claimParties } from '../../../domain/recovery/loss-claim.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

type Days = Partial<Record<(typeof claimParties)[number], number>>;

/** How long each party may take to answer. */
export function TermsDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts('claims');
  const words = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const answer = useRead(getClaimTerms, {});
  const [form] = Form.useForm<Days>();
  const save = useAct(setClaimTerms, {
    onDone: () => {
      message.success(t('termsSaved'));
      void queries.invalidateQueries({ queryKey: [getClaimTerms.path] });
      onClose();
    },
    onRefused: showProblem,
  });
  const terms = answer.data?.terms;
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('termsTitle')}
      okText={t('termsSave')}
      okButtonProps={{ loading: save.isPending, disabled: !terms }}
      onOk={form.submit}
    >
      <p className="faint">{t('termsHint')}</p>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {terms ? (
        <Form<Days>
          form={form}
          layout="horizontal"
          labelCol={{ span: 6 }}
          initialValues={Object.fromEntries(terms.map(({ against, days }) => [against, days]))}
          onFinish={(days) => {
            // What nobody has touched stays the program’s own figure.
            const changed = terms.flatMap(({ against, days: before }) => {
              const now = days[against] ?? before;
              return now === before ? [] : [{ against, days: now }];
            });
            if (changed.length === 0) onClose();
            else save.mutate({ body: { terms: changed } });
          }}
        >
          {terms.map(({ against, own }) => (
            <Form.Item key={against} label={words('claimParty', against)}>
              <Form.Item name={against} noStyle rules={[{ required: true, message: t('needed') }]}>
                <InputNumber min={1} max={365} precision={0} suffix={t('termsDays')} style={{ width: 140 }} />
              </Form.Item>{' '}
              {own ? null : <span className="faint">{t('termsDefault')}</span>}
            </Form.Item>
          ))}
        </Form>
      ) : answer.error ? null : (
        <Waiting rows={4} />
      )}
    </Modal>
  );
}
