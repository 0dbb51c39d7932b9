import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { type CountView, enterCount } from '../../../contract/counts.ts';
import { type Shelved, shelved } from '../../../domain/stock/places.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { PlaceField } from './place-field.tsx';

/** Goods that lie there and are on no line. */
export function AddFound({ sheet, onChanged }: { sheet: CountView; onChanged: (sheet: CountView) => void }) {
  const t = useTexts('warehouse');
  const words = useWords();
  const showProblem = useShowProblem();
  const [sku, setSku] = useState('');
  const [location, setLocation] = useState(sheet.lines[0]?.location ?? '');
  const [condition, setCondition] = useState<Shelved>('good');
  const [quantity, setQuantity] = useState<number | null>(1);
  const enter = useAct(enterCount, {
    onRefused: showProblem,
    onDone: (next) => {
      setSku('');
      onChanged(next);
    },
  });
  const isReady = sku.trim() !== '' && location.trim() !== '' && quantity !== null;
  return (
    <div className="stock-inline">
      <Input
        className="number"
        value={sku}
        maxLength={64}
        placeholder={t('addFound')}
        aria-label={t('addFound')}
        onChange={(event) => setSku(event.target.value)}
      />
      <PlaceField label={t('to')} value={location} onChange={setLocation} />
      <Select
        aria-label={t('condition')}
        value={condition}
        options={shelved.map((value) => ({ value, label: words('condition', value) }))}
        onChange={setCondition}
      />
      <InputNumber
        aria-label={t('counted')}
        min={0}
        max={99_999}
        precision={0}
        value={quantity}
        onChange={setQuantity}
      />
      <Button
        disabled={!isReady}
        loading={enter.isPending}
        onClick={() => {
          if (!isReady) return;
          const line = { sku: sku.trim(), location: location.trim(), condition, quantity };
          enter.mutate({ params: { documentId: sheet.id }, body: { lines: [line] } });
        }}
      >
        {t('counted')}
      </Button>
    </div>
  );
}
