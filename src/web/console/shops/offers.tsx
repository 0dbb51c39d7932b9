import { useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { listShops, offerKinds, type ShopView } from '../../../contract/shops.ts';
import { offers } from '../../../domain/policy/resolution-facts.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

/** What buyers of an own shop may ask for in the portal beside their money back. A tick counts at once. */
export function Offers({ shop }: { shop: ShopView }) {
  const t = useTexts('shops');
  const words = useWords();
  const { may } = useSession();
  const queries = useQueryClient();
  const save = useAct(offerKinds, {
    onRefused: useShowProblem(),
    onDone: () => void queries.invalidateQueries({ queryKey: [listShops.path] }),
  });
  return (
    <div>
      <span className="faint">{t('offers')}</span>{' '}
      <Checkbox.Group
        disabled={!may('shop:manage') || save.isPending}
        value={shop.offers}
        options={offers.map((kind) => ({ value: kind, label: words('resolution', kind) }))}
        onChange={(chosen) =>
          save.mutate({
            params: { shopId: shop.id },
            body: { offers: offers.filter((kind) => chosen.includes(kind)) },
          })
        }
      />
    </div>
  );
}
