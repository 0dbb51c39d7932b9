import { useCallback } from 'react';
import { listShops } from '../../../contract/shops.ts';
import { useTexts } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';

/** The shops that one may see, by name. */
export function useShops(): { id: string; name: string }[] {
  const { may } = useSession();
  return useRead(listShops, {}, { enabled: may('order:read') }).data?.shops ?? [];
}

/** `全部店铺`, `南京店、杭州店`, or how many where they are too many to name. */
export function useShopsText() {
  const t = useTexts('policy');
  const shops = useShops();
  return useCallback(
    (ids: readonly string[] | null): string => {
      if (!ids) return t('rollOut.allShops');
      const names = ids.flatMap((id) => shops.find((shop) => shop.id === id)?.name ?? []);
      return names.length === ids.length && ids.length <= 3
        ? names.join(' / ')
        : t('rollOut.shops', { count: ids.length });
    },
    [t, shops],
  );
}
