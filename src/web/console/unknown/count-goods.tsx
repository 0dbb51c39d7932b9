import { DeleteOutlined } from '@ant-design/icons';
import { useTexts } from '../locales/texts.ts';

export type Counted = { sku: string; quantity: number };

const MOST = 999;

/** One more of an article: the last scanned stands first, where the eye is. */
export function withOneMore(counted: readonly Counted[], sku: string): Counted[] {
  const known = counted.find((one) => one.sku === sku);
  const others = counted.filter((one) => one.sku !== sku);
  return [{ sku, quantity: Math.min((known?.quantity ?? 0) + 1, MOST) }, ...others];
}

type Props = { counted: readonly Counted[]; onChange: (counted: Counted[]) => void };

/** What has been counted so far, to be put right by thumb. */
export function CountGoods({ counted, onChange }: Props) {
  const t = useTexts('unknownParcels');
  const set = (sku: string, quantity: number) =>
    onChange(counted.map((one) => (one.sku === sku ? { sku, quantity } : one)));
  if (counted.length === 0) return <p className="faint count-empty">{t('nothingCounted')}</p>;
  return (
    <ul className="count-goods">
      {counted.map(({ sku, quantity }) => (
        <li key={sku}>
          <strong className="number">{sku}</strong>
          <div className="stepper">
            <button
              type="button"
              aria-label={`${sku} −1`}
              disabled={quantity <= 1}
              onClick={() => set(sku, quantity - 1)}
            >
              −
            </button>
            <output>{quantity}</output>
            <button
              type="button"
              aria-label={`${sku} +1`}
              disabled={quantity >= MOST}
              onClick={() => set(sku, quantity + 1)}
            >
              +
            </button>
          </div>
          <button
            type="button"
            className="count-remove"
            aria-label={t('remove', { sku })}
            onClick={() => onChange(counted.filter((one) => one.sku !== sku))}
          >
            <DeleteOutlined aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
