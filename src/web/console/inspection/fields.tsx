import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select } from 'antd';
import type { Grade } from '../../../domain/inspection/dispositions.ts';
import { goodsClasses, grades } from '../../../domain/inspection/inspection-book.ts';
import type { GoodsClass } from '../../../domain/orders/order.ts';
import { useTexts, useWords } from '../locales/texts.ts';

type Named = { zh: string; en: string };

/** A name in both languages. */
export function NameFields<Value extends Named>(props: {
  value: Value;
  disabled: boolean;
  onChange: (value: Value) => void;
}) {
  const { value, disabled, onChange } = props;
  return (
    <>
      {(['zh', 'en'] as const).map((language) => (
        <Input
          key={language}
          className="book-name"
          prefix={<span className="faint">{language === 'zh' ? '中' : 'EN'}</span>}
          aria-label={language}
          maxLength={60}
          disabled={disabled}
          status={value[language].trim() ? '' : 'error'}
          value={value[language]}
          onChange={(event) => onChange({ ...value, [language]: event.target.value })}
        />
      ))}
    </>
  );
}

type Scoped = { goodsClass?: GoodsClass | undefined; skuPrefix?: string | undefined };

/** Whom a row is for: a class of goods, or the articles whose number begins so. */
export function ScopeFields(props: { of: Scoped; disabled: boolean; onChange: (scope: Scoped) => void }) {
  const t = useTexts('inspection');
  const words = useWords();
  const { of, disabled, onChange } = props;
  return (
    <>
      <Select
        aria-label={t('goodsClass')}
        popupMatchSelectWidth={false}
        disabled={disabled}
        value={of.goodsClass ?? ''}
        options={[
          { value: '', label: t('anyClass') },
          ...goodsClasses.map((value) => ({ value, label: words('goodsClass', value) })),
        ]}
        onChange={(value) =>
          onChange({ skuPrefix: of.skuPrefix, goodsClass: goodsClasses.find((each) => each === value) })
        }
      />
      <Input
        className="book-prefix"
        aria-label={t('skuPrefix')}
        placeholder={t('skuPrefix')}
        maxLength={64}
        disabled={disabled}
        value={of.skuPrefix ?? ''}
        onChange={(event) => onChange({ goodsClass: of.goodsClass, skuPrefix: event.target.value.trim() || undefined })}
      />
    </>
  );
}

/** A row without the fields that say nothing: what is absent is not sent. */
export const scoped = <Row extends object>(row: Row, { goodsClass, skuPrefix }: Scoped): Row => {
  const { goodsClass: _, skuPrefix: __, ...rest } = { goodsClass: undefined, skuPrefix: undefined, ...row };
  return { ...rest, ...(goodsClass ? { goodsClass } : {}), ...(skuPrefix ? { skuPrefix } : {}) } as Row;
};

/** Basis points, typed as per cent. */
export const ShareField = (props: {
  label: string;
  value: number;
  disabled: boolean;
  onChange: (value: number) => void;
}) => (
  <InputNumber
    className="book-share"
    aria-label={props.label}
    min={0}
    max={100}
    precision={2}
    controls={false}
    suffix="%"
    disabled={props.disabled}
    value={props.value / 100}
    onChange={(typed) => typed !== null && props.onChange(Math.round(typed * 100))}
  />
);

/** One of the three grades, or none. */
export function GradeSelect(props: {
  label: string;
  none: string;
  value: Grade | undefined;
  disabled: boolean;
  onChange: (value: Grade | undefined) => void;
}) {
  const words = useWords();
  return (
    <Select
      aria-label={props.label}
      popupMatchSelectWidth={false}
      disabled={props.disabled}
      value={props.value ?? ''}
      options={[{ value: '', label: props.none }, ...grades.map((value) => ({ value, label: words('grade', value) }))]}
      onChange={(value) => props.onChange(grades.find((grade) => grade === value))}
    />
  );
}

export function Remove({ disabled, onRemove }: { disabled: boolean; onRemove: () => void }) {
  const t = useTexts('inspection');
  return (
    <Button
      type="text"
      size="small"
      icon={<DeleteOutlined />}
      aria-label={t('remove')}
      disabled={disabled}
      onClick={onRemove}
    />
  );
}

/** A code that none of these has. */
export function freeCode(prefix: string, taken: readonly string[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.includes(`${prefix}-${n}`)) return `${prefix}-${n}`;
}
