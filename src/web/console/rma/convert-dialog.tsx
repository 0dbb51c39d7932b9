import { Form, Input, Select } from 'antd';
import { convertRma } from '../../../contract/kinds.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { type Resolution, resolutions } from '../../../domain/policy/reasons.ts';
import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useRmaAct } from './use-rma-act.ts';

type Asked = { to: Resolution; because: string };

/** Makes the return another kind. What then happens by itself is said before the press. */
export function ConvertDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const words = useWords();
  const [form] = Form.useForm<Asked>();
  const to = Form.useWatch('to', form);
  const convert = useRmaAct(convertRma, 'convert', rma, { onDone: onClose });
  // An amount of its own is asked for with the request, so nothing becomes a price protection afterwards.
  const kinds = resolutions.filter((kind) => kind !== rma.resolution && resolutionFacts[kind].amount === 'of_units');
  const pays = to !== undefined && rma.review === 'approved' && resolutionFacts[to].money === 'at_once';
  return (
    <FormDialog
      form={form}
      title={`${t('convertTitle')} · ${rma.number} · ${rma.order.buyer.nick}`}
      okText={t('convertGo')}
      busy={convert.isPending}
      onClose={onClose}
      onFinish={(body) => convert.mutate({ params: { rmaId: rma.id }, body })}
    >
      <p>
        {t('convertNow', { kind: words('resolution', rma.resolution) })} {t('convertKeeps')}
      </p>
      <Form.Item name="to" label={t('convertTo')} rules={[{ required: true, message: t('needKind') }]}>
        <Select options={kinds.map((kind) => ({ value: kind, label: words('resolution', kind) }))} />
      </Form.Item>
      <Form.Item
        name="because"
        label={t('convertWhy')}
        rules={[{ required: true, whitespace: true, message: t('needNote') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      {pays ? (
        <p className="consequence">
          {t('convertPays', { kind: words('resolution', to), buyer: rma.order.buyer.nick })}
        </p>
      ) : null}
      {rma.channel === 'own_shop' ? null : <p className="amber">{t('convertAtPlatform')}</p>}
    </FormDialog>
  );
}
