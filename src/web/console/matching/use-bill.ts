import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { listBillSources, lookAtBill, mapBillSource, takeBill } from '../../../contract/bills.ts';
import { now } from '../../ui/clock.ts';
import { sendFile } from '../../ui/upload.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import type { Mapping } from './bill-mapping.tsx';

type Days = [Dayjs, Dayjs];

/** A bill in hand: its source, its file, what it reads as, and the steps to its import. */
export function useBill(onEnd: () => void) {
  const t = useTexts('bills');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const yesterday = dayjs(useFormats().today(now())).subtract(1, 'day');
  const sources = useRead(listBillSources, {});
  const [{ vendor, file }, hold] = useState<{ vendor: string; file?: File }>({ vendor: 'taobao' });
  const [days, setDays] = useState<Days>();
  const look = useMutation({
    mutationFn: (of: { vendor: string; file: File }) =>
      sendFile(lookAtBill, { params: { vendor: of.vendor } }, of.file),
    onSuccess: ({ reading }) => {
      // A bill ends where its last refund stands, or later: a person says so.
      if (reading?.from && reading.to) setDays([dayjs(reading.from), dayjs(reading.to)]);
    },
  });
  const map = useAct(mapBillSource, {
    onDone: () => {
      void queries.invalidateQueries({ queryKey: [listBillSources.path] });
      if (file) look.mutate({ vendor, file });
    },
    onRefused: showProblem,
  });
  const take = useMutation({
    mutationFn: (of: { file: File; days: Days }) => {
      const [from, to] = of.days.map((day) => day.format('YYYY-MM-DD'));
      return sendFile(takeBill, { params: { vendor }, query: { from: from ?? '', to: to ?? '' } }, of.file);
    },
    onSuccess: ({ isNew, upload, open }) => {
      void queries.invalidateQueries();
      message.success(isNew ? t('done', { count: upload.lines, open }) : t('same'));
      onEnd();
    },
    onError: showProblem,
  });
  const source = sources.data?.rows.find((each) => each.vendor === vendor);
  const isReady = source?.isMapped === true && look.data?.reading?.errorCount === 0;
  return {
    sources,
    source,
    vendor,
    file,
    days,
    setDays,
    yesterday,
    look,
    isSaving: map.isPending,
    isTaking: take.isPending,
    choose: (change: { vendor?: string; file?: File }) => {
      const next = { vendor: change.vendor ?? vendor, file: change.file ?? file };
      hold(next.file ? { vendor: next.vendor, file: next.file } : { vendor: next.vendor });
      setDays(undefined);
      look.reset();
      if (next.file) look.mutate({ vendor: next.vendor, file: next.file });
    },
    save: (mapping: Mapping) => map.mutate({ params: { vendor }, body: { mapping } }),
    /** Undefined: something is still to be said. */
    take: isReady && file && days ? () => take.mutate({ file, days }) : undefined,
  };
}
