import { listStock } from '../../../contract/back-office.ts';
import { shelved } from '../../../domain/stock/places.ts';
import { call } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SearchTool, SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { Movements } from './movements.tsx';
import { StockTable } from './stock-table.tsx';

const conditions = ['uninspected', ...shelved] as const;

/** Where goods are, in what condition, how many, and what they stand in the books at. */
export function Balances() {
  const t = useTexts('stock');
  const words = useWords();
  const { get, change } = useAddress();
  const q = get('q');
  const condition = conditions.find((each) => each === get('condition'));
  const query = { ...(q ? { q } : {}), ...(condition ? { condition } : {}) };
  const pages = usePages([listStock.path, query], (after, signal) =>
    call(listStock, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <>
      <div className="stock-tools">
        <SearchTool label={t('search')} />
        <SelectTool
          name="condition"
          label={t('anyCondition')}
          options={conditions.map((code) => ({ value: code, label: words('condition', code) }))}
        />
      </div>
      <Listing pages={pages} blank={<Blank title={t('empty')} hint={t('emptyHint')} />}>
        {(rows) => (
          <Panel>
            <StockTable rows={rows} onShow={(sku) => change({ sku })} />
          </Panel>
        )}
      </Listing>
      <Movements sku={get('sku')} onClose={() => change({ sku: null })} />
    </>
  );
}
