import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { listBillSources, lookAtBill, mapBillSource, takeBill } from '../../../contract/bills.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { sendFile } from '../../ui/upload.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import type { Mapping } from './bill-mapping.tsx';

type Days = [Dayjs, Dayjs];
type ShopId = ReplyOf<typeof listBillSources>['shops'][number]['id'];
type Held = { vendor: string; shopId?: ShopId; file?: File };

const ofShop = (shopId: ShopId | undefined) => (shopId ? { shopId } : {});

const read = ({ vendor, shopId, file }: { vendor: string; shopId?: ShopId; file: File }) =>
  sendFile(lookAtBill, { params: { vendor }, query: ofShop(shopId) }, file);

function bring({ file, days }: { file: File; days: Days }, vendor: string, shopId: ShopId | undefined) {
  const [from = '', to = ''] = days.map((day) => day.format('YYYY-MM-DD'));
  return sendFile(takeBill, { params: { vendor }, query: { from, to, ...ofShop(shopId) } }, file);
}

/** A bill in hand: its source, its file, what it reads as, and the steps to its import. */
export function useBill(onEnd: () => void) {
  const t = useTexts('bills');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const yesterday = dayjs(useFormats().today(now())).subtract(1, 'day');
  const sources = useRead(listBillSources, {});
  const [{ vendor, shopId: chosenShop, file }, hold] = useState<Held>({ vendor: 'taobao' });
  const [days, setDays] = useState<Days>();
  const shops = (sources.data?.shops ?? []).filter(({ channel }) => channel === vendor);
  const shopId = chosenShop ?? (shops.length === 1 ? shops[0]?.id : undefined);
  const look = useMutation({
    mutationFn: read,
    onSuccess: ({ reading }) => {
      // A bill ends where its last refund stands, or later: a person says so.
      if (reading?.from && reading.to) setDays([dayjs(reading.from), dayjs(reading.to)]);
    },
  });
  const map = useAct(mapBillSource, {
    onDone: () => {
      void queries.invalidateQueries({ queryKey: [listBillSources.path] });
      if (file) look.mutate({ vendor, ...ofShop(shopId), file });
    },
    onRefused: showProblem,
  });
  const take = useMutation({
    mutationFn: (of: { file: File; days: Days }) => bring(of, vendor, shopId),
    onSuccess: ({ isNew, upload, open }) => {
      void queries.invalidateQueries();
      message.success(isNew ? t('done', { count: upload.lines, open }) : t('same'));
      onEnd();
    },
    onError: showProblem,
  });
  const source = sources.data?.rows.find((each) => each.vendor === vendor);
  const isReady = (shops.length === 0 || shopId) && source?.isMapped === true && look.data?.reading?.errorCount === 0;
  return {
    sources,
    source,
    vendor,
    shops,
    shopId,
    file,
    days,
    setDays,
    yesterday,
    look,
    isSaving: map.isPending,
    isTaking: take.isPending,
    choose: (change: Partial<Held>) => {
      // Another platform has other shops.
      const next: Held = {
        vendor,
        ...ofShop(change.vendor ? undefined : shopId),
        ...(file ? { file } : {}),
        ...change,
      };
      hold(next);
      setDays(undefined);
      look.reset();
      if (next.file) look.mutate({ ...next, file: next.file });
    },
    save: (mapping: Mapping) => map.mutate({ params: { vendor }, body: { mapping } }),
    /** Undefined: something is still to be said. */
    take: isReady && file && days ? () => take.mutate({ file, days }) : undefined,
  };
}
