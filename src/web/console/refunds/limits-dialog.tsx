import { App, Button, Form, Input } from 'antd';
import { listAdvanceLimits, setAdvanceLimits, type sumExposure } from '../../../contract/advances.ts';
import type { MoneyView } from '../../../contract/common.ts';
import { formatDecimal } from '../../../domain/money.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { amountFrom } from '../claims/fields.tsx';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useExposureAnew } from './exposure-acts.tsx';

const names = ['perBuyer', 'perShop', 'perDay'] as const;
type Typed = Record<(typeof names)[number], string>;
type Props = { limits: ReplyOf<typeof sumExposure>['limits']; currency: string; onClose: () => void };

/** How much may be out before goods are back. */
export function LimitsDialog({ limits, currency, onClose }: Props) {
  const t = useTexts('exposure');
  const { message } = App.useApp();
  const [form] = Form.useForm<Typed>();
  const readAnew = useExposureAnew();
  const save = useAct(setAdvanceLimits, {
    onRefused: useShowProblem(),
    onDone: ({ limits: now }) => {
      message.success(t(now ? 'limitsSaved' : 'limitsEnded'));
      readAnew();
      onClose();
    },
  });
  const initial = limits ? Object.fromEntries(names.map((name) => [name, typed(limits[name])])) : {};
  return (
    <FormDialog<Typed>
      form={form}
      title={t('limitsTitle')}
      okText={t('limitsSave')}
      busy={save.isPending}
      initialValues={initial}
      onClose={onClose}
      onFinish={(values) => {
        const [perBuyer, perShop, perDay] = names.map((name) => amountFrom(values[name], currency));
        if (perBuyer && perShop && perDay) save.mutate({ body: { limits: { perBuyer, perShop, perDay } } });
      }}
    >
      <p className="faint">{t('limitsHint')}</p>
      {names.map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={t(name)}
          dependencies={name === 'perBuyer' ? [] : ['perBuyer']}
          rules={[
            {
              validator: (_, value: string) => {
                const amount = amountFrom(value, currency);
                if (!amount) return Promise.reject(new Error(t('limitWrong')));
                const buyer = amountFrom(form.getFieldValue('perBuyer'), currency);
                return buyer && BigInt(amount.minor) < BigInt(buyer.minor)
                  ? Promise.reject(new Error(t('limitTooSmall')))
                  : Promise.resolve();
              },
            },
          ]}
        >
          <Input inputMode="decimal" className="number" suffix={currency} />
        </Form.Item>
      ))}
      {limits ? (
        <Button danger type="text" onClick={() => save.mutate({ body: { limits: null } })}>
          {t('limitsEnd')}
        </Button>
      ) : null}
      <Earlier />
    </FormDialog>
  );
}

/** Who set what before. */
function Earlier() {
  const t = useTexts('exposure');
  const { data } = useRead(listAdvanceLimits, { query: {} });
  if (!data || data.rows.length === 0) return null;
  return (
    <>
      <p>
        <strong>{t('limitsHistory')}</strong>
      </p>
      <ul className="faint" style={{ maxHeight: 160, overflowY: 'auto', paddingInlineStart: 20 }}>
        {data.rows.map(({ seq, limits, by, at }) => (
          <li key={seq}>
            <When at={at} time /> {by}{' '}
            {limits
              ? names.map((name) => `${t(name)} ${formatMoney(limits[name])}`).join(t('limitsComma'))
              : t('limitsEnd')}
          </li>
        ))}
      </ul>
    </>
  );
}

const typed = ({ minor, currency }: MoneyView): string => formatDecimal({ minor: BigInt(minor), currency });
