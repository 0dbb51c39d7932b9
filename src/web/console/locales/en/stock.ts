import type { SameTexts } from '../../../ui/i18n.ts';
import type { stock as chinese } from '../zh/stock.ts';

export const stock: SameTexts<typeof chinese> = {
  title: 'Returned stock',
  note: 'Where returned goods are, in what condition, how many',
  search: 'SKU or name',
  condition: 'Condition',
  anyCondition: 'Any condition',
  sku: 'SKU',
  item: 'Item',
  location: 'Place',
  quantity: 'Units',
  empty: 'No stock',
  emptyHint: 'Goods appear here once they are received.',
  movements: 'Movements',
  show: 'Show movements',
  from: 'From',
  to: 'To',
  value: 'Book value',
  source: 'Source',
  unknownParcel: 'Unknown parcel',
  openCase: 'Return',
  at: 'Time',
  noMovements: 'No movements',
};
