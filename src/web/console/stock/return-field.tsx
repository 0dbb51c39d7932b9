import { Select } from 'antd';
import { useState } from 'react';
import { listRmas } from '../../../contract/returns.ts';
import type { RmaId } from '../../../domain/ids.ts';
import { useTexts } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useDebounced } from '../parts/use-debounced.ts';

const MOST = 20;

/** A return by its number, its order's number or its waybill: nobody knows ids by heart. */
export function ReturnField({
  id,
  value,
  onChange,
}: {
  id?: string;
  value?: RmaId;
  onChange?: (rmaId: RmaId | undefined) => void;
}) {
  const t = useTexts('warehouse');
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim());
  const found = useRead(listRmas, { query: { ...(q ? { q } : {}), limit: MOST } });
  return (
    <Select<RmaId>
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t('returnHint')}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? null : t('returnNone')}
      onChange={(next) => onChange?.(next)}
      options={(found.data?.rows ?? []).map((row) => ({
        value: row.id,
        label: `${row.number} · ${row.orderExternalId}`,
      }))}
    />
  );
}
