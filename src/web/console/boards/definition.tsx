import { InfoCircleOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import type { Metric } from '../../../domain/metrics/metric-catalogue.ts';
import { useTexts } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';

/** What a metric is called in the reader's language. */
export function useMetricWords() {
  const { language } = useFormats();
  return (words: Metric['name']): string => (language === 'en' ? words.en : words.zh);
}

/** The (i) of a figure: whose cases, what is divided by what, by which clock. From the catalogue that also counts. */
export function Definition({ metric }: { metric: Metric }) {
  const t = useTexts('boards');
  const say = useMetricWords();
  const rows = [
    [t('parts.population'), say(metric.population)],
    [t(metric.denominator ? 'parts.numerator' : 'parts.measured'), say(metric.numerator)],
    ...(metric.denominator ? [[t('parts.denominator'), say(metric.denominator)] as const] : []),
    [t('parts.clock'), say(metric.clock)],
    [t('parts.dating'), t(`dating.${metric.dating}`)],
  ] as const;
  return (
    <Popover
      trigger={['hover', 'focus', 'click']}
      title={say(metric.name)}
      content={
        <dl className="definition">
          {rows.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      }
    >
      <button type="button" className="quiet-button" aria-label={`${t('definition')}: ${say(metric.name)}`}>
        <InfoCircleOutlined />
      </button>
    </Popover>
  );
}
