import { Button, Form, Select } from 'antd';
import { tryReturnAddress } from '../../../contract/return-addresses.ts';
import type { ShopView } from '../../../contract/shops.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useClassOptions } from './use-class-options.ts';

type Question = NonNullable<Parameters<ReturnType<typeof useTry>['mutate']>[0]['body']>;

function useTry() {
  return useAct(tryReturnAddress, { onRefused: useShowProblem() });
}

/** Which address some goods would go back to, and by which rule. */
export function TryPlace({ shops }: { shops: readonly ShopView[] }) {
  const t = useTexts('places');
  const classes = useClassOptions();
  const attempt = useTry();
  const answer = attempt.data;
  const by = !answer
    ? ''
    : answer.key === null
      ? t('tryShop')
      : answer.rule === null
        ? t('tryDefault')
        : t('tryRule', { n: answer.rule + 1 });
  return (
    <>
      <p className="faint">{t('tryHint')}</p>
      <Form<Question>
        layout="vertical"
        requiredMark={false}
        className="place-rule"
        onFinish={(body) => attempt.mutate({ body })}
      >
        <Form.Item name="shopId" label={t('shop')} rules={[{ required: true, message: t('shop') }]}>
          <Select options={shops.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="goodsClasses" label={t('goodsClass')} rules={[{ required: true, message: t('goodsClass') }]}>
          <Select mode="multiple" options={classes} />
        </Form.Item>
        <Button htmlType="submit" loading={attempt.isPending}>
          {t('tryGo')}
        </Button>
      </Form>
      {answer ? (
        <p role="status">
          {answer.address ? (
            <>
              <strong>
                {answer.key ?? ''} {answer.name}
              </strong>{' '}
              {answer.phone} {answer.address}
            </>
          ) : (
            t('tryNothing')
          )}
          <br />
          <span className="faint">{by}</span>
        </p>
      ) : null}
    </>
  );
}
