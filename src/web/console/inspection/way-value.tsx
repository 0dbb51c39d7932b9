import type { WayView } from '../../../contract/inspection.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';

const costs = ['labour', 'repair', 'freight', 'holding'] as const;

/** What one way brings, less what it costs, figure by figure. */
export function WayValue({ value }: { value: WayView['value'] }) {
  const t = useTexts('inspection');
  if (!value) return null;
  const parts = costs.filter((cost) => value[cost].minor !== '0');
  return (
    <span className="way-value">
      <strong className={value.net.minor.startsWith('-') ? 'money red' : 'money'}>{formatMoney(value.net)}</strong>
      <span className="faint">
        {t(`of.${value.of}`, { share: value.share / 100 })} {formatMoney(value.proceeds)}
        {parts.map((cost) => ` − ${t(`cost.${cost}`)} ${formatMoney(value[cost])}`).join('')}
      </span>
    </span>
  );
}
