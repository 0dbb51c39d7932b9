import { InputNumber, Select, Slider } from 'antd';
import { useTexts } from '../locales/texts.ts';
import { useShops } from './use-shops.ts';

export type Scope = { shopIds: `shop_${string}`[] | null; sharePercent: number };

const isShopId = (id: string): id is `shop_${string}` => id.startsWith('shop_');

/** Which shops and what share of orders a candidate decides. */
export function ScopeFields({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  const t = useTexts('policy');
  const shops = useShops();
  return (
    <div className="scope">
      <div className="field">
        <span>{t('rollOut.scopeShops')}</span>
        <Select
          mode="multiple"
          allowClear
          aria-label={t('rollOut.scopeShops')}
          placeholder={t('rollOut.anyShop')}
          value={scope.shopIds ?? []}
          options={shops.map(({ id, name }) => ({ value: id, label: name }))}
          optionFilterProp="label"
          onChange={(ids: string[]) => {
            const chosen = ids.filter(isShopId);
            onChange({ ...scope, shopIds: chosen.length > 0 ? chosen : null });
          }}
        />
      </div>
      <div className="field">
        <span>{t('rollOut.share')}</span>
        <div className="share">
          <Slider
            min={1}
            max={100}
            value={scope.sharePercent}
            ariaLabelForHandle={t('rollOut.share')}
            onChange={(sharePercent) => onChange({ ...scope, sharePercent })}
          />
          <InputNumber
            min={1}
            max={100}
            precision={0}
            suffix="%"
            aria-label={t('rollOut.share')}
            value={scope.sharePercent}
            onChange={(share) => share !== null && onChange({ ...scope, sharePercent: share })}
          />
        </div>
        <small className="faint">{t('rollOut.shareNote')}</small>
      </div>
    </div>
  );
}
