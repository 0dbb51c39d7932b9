import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { listStock } from '../../../contract/back-office.ts';
import { listStockDocuments, listWaiting, transferStock } from '../../../contract/stock-documents.ts';
import { mayBecome, type Shelved, shelved } from '../../../domain/stock/places.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { Labelled } from './labelled.tsx';
import { PlaceField } from './place-field.tsx';

type Start = { sku: string; location: string; condition: Shelved; quantity: number };

/** What is typed into the form, and the move it makes. */
function usePutAway(row: Start | null) {
  const t = useTexts('warehouse');
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const queries = useQueryClient();
  const [sku, setSku] = useState(row?.sku ?? '');
  const [from, setFrom] = useState(row?.location ?? '');
  const [to, setTo] = useState('');
  const [condition, setCondition] = useState<Shelved>(row?.condition ?? 'good');
  const [into, setInto] = useState<Shelved | null>(null);
  const [quantity, setQuantity] = useState<number | null>(row?.quantity ?? 1);
  const move = useAct(transferStock, {
    onRefused: showProblem,
    onDone: ({ state, lines: [line] }) => {
      if (state === 'to_approve') message.warning(t('scrapAsked'), 6);
      else if (line) message.success(t('putAwayDone', { count: line.quantity, sku: line.sku, to: line.to.location }));
      setSku('');
      setInto(null);
      setQuantity(1);
      for (const list of [listWaiting, listStock, listStockDocuments])
        void queries.invalidateQueries({ queryKey: [list.path] });
    },
  });
  const isReady = sku.trim() !== '' && from.trim() !== '' && to.trim() !== '' && quantity !== null;
  const go = () => {
    if (!isReady) return;
    const line = {
      sku: sku.trim(),
      quantity,
      from: { location: from.trim(), condition },
      to: { location: to.trim(), condition: into ?? condition },
    };
    move.mutate({ body: { lines: [line] } });
  };
  const typed = { sku, from, to, condition, into, quantity };
  return {
    ...typed,
    setSku,
    setFrom,
    setTo,
    setCondition,
    setInto,
    setQuantity,
    isReady,
    isMoving: move.isPending,
    go,
  };
}

/** Scan, say where from and where to, press. Sized for a phone in one hand. */
export function PutAway({ row }: { row: Start | null }) {
  const t = useTexts('warehouse');
  const words = useWords();
  const form = usePutAway(row);
  const { condition } = form;
  const conditions = shelved.map((value) => ({ value, label: words('condition', value) }));
  const lesser = conditions.filter(({ value }) => value !== condition && mayBecome(condition, value));
  return (
    <Panel title={t('putAway')} className="put-away">
      <Labelled name={t('scanSku')}>
        <Input
          size="large"
          className="number"
          value={form.sku}
          maxLength={64}
          aria-label={t('scanSku')}
          autoComplete="off"
          onChange={(event) => form.setSku(event.target.value)}
        />
      </Labelled>
      <Labelled name={t('from')}>
        <PlaceField size="large" label={t('from')} value={form.from} onChange={form.setFrom} />
      </Labelled>
      <Labelled name={t('condition')}>
        <Select
          size="large"
          aria-label={t('condition')}
          value={condition}
          options={conditions}
          onChange={form.setCondition}
        />
      </Labelled>
      <Labelled name={t('to')}>
        <PlaceField size="large" label={t('to')} value={form.to} onChange={form.setTo} />
      </Labelled>
      <Labelled name={t('into')}>
        <Select
          size="large"
          allowClear
          aria-label={t('into')}
          placeholder={t('sameCondition')}
          value={form.into}
          options={lesser}
          onChange={(value: Shelved | null | undefined) => form.setInto(value ?? null)}
        />
      </Labelled>
      <Labelled name={t('quantity')}>
        <InputNumber
          size="large"
          inputMode="numeric"
          aria-label={t('quantity')}
          min={1}
          max={99_999}
          precision={0}
          value={form.quantity}
          onChange={form.setQuantity}
        />
      </Labelled>
      <Button type="primary" size="large" block disabled={!form.isReady} loading={form.isMoving} onClick={form.go}>
        {t('putAwayGo', { count: form.quantity ?? 0 })}
      </Button>
    </Panel>
  );
}
