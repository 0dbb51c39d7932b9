import { AutoComplete } from 'antd';
import { listStockLocations } from '../../../contract/stock-documents.ts';
import { useWords } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useDebounced } from '../parts/use-debounced.ts';

type Props = { label: string; value: string; onChange: (value: string) => void; size?: 'large' | 'middle' };

/** A place of the warehouse, typed or scanned; those that begin so are offered. */
export function PlaceField({ label, value, onChange, size = 'middle' }: Props) {
  const words = useWords();
  const q = useDebounced(value.trim(), 200);
  const places = useRead(listStockLocations, { query: { limit: 20, ...(q ? { q } : {}) } }, { keep: true });
  const options = (places.data?.rows ?? [])
    .filter(({ active }) => active)
    .map(({ code }) => ({
      value: code,
      label: words('location', code) === code ? code : `${code} · ${words('location', code)}`,
    }));
  return (
    <AutoComplete
      className="stock-field"
      size={size}
      value={value}
      options={options}
      placeholder={label}
      aria-label={label}
      maxLength={40}
      onChange={onChange}
    />
  );
}
