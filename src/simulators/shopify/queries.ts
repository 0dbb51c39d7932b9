import { badInput, type PageArgs, pageOf } from './connections.ts';
import { faultStages } from './fault-kinds.ts';
import type { Order } from './shapes.ts';
import { orderView, returnView, wireTime } from './views.ts';
import { type ShopifyWorld, saveOrder } from './world.ts';

type OrdersArgs = PageArgs & { query?: string | null; sortKey?: string; reverse?: boolean };

/** The roots of a query. `operation` is the name that the caller gave it. */
export const queries = (world: ShopifyWorld, operation: string) => ({
  order: ({ id }: { id: string }) => {
    const order = world.book.orders.get(numberIn(id, 'Order'));
    return order ? orderView(world, order) : null;
  },
  return: ({ id }: { id: string }) => {
    const one = world.book.returns.get(numberIn(id, 'Return'));
    return one ? returnView(world, one) : null;
  },
  orders: ({ query, sortKey = 'ID', reverse, ...args }: OrdersArgs) => {
    if (reverse) throw badInput('this shop lists in one direction only');
    const { from, to, matches } = searchOf(query ?? '');
    const rows = [...world.book.orders.values()].filter(matches);
    const page = pageOf(rows, placeIn(sortKey), args);
    const fault = page.nodes.length === 0 ? undefined : world.faults.take(faultStages.rows, { operation });
    const [first] = page.nodes;
    const nodes = fault?.kind === 'duplicate_rows' && first ? [...page.nodes, first] : page.nodes;
    const shown = nodes.map((order) => orderView(world, order));
    // Somebody changes a row that was just shown, after the window that is being read.
    if (fault?.kind === 'rows_shift' && first)
      saveOrder(world, first, {}, Math.max(from, to ?? world.clock.now()) + 1000);
    return { ...page, nodes: shown, edges: shown.map((node, i) => ({ cursor: page.edges[i]?.cursor ?? '', node })) };
  },
});

export function numberIn(id: string, type: string): string {
  const number = new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(id)?.[1];
  if (number === undefined) throw badInput(`Invalid global id '${id}'`);
  return number;
}

const placeIn = (sortKey: string) => (order: Order) => ({
  value: sortKey === 'ID' ? '' : wireTime(sortKey === 'UPDATED_AT' ? order.updatedAt : order.createdAt),
  id: order.id,
});

type Search = { from: number; to: number | undefined; matches(order: Order): boolean };

const comparisons: Record<string, (a: string, b: string) => boolean> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '': (a, b) => a === b,
};

const searchable: Record<string, (order: Order) => string> = {
  updated_at: ({ updatedAt }) => wireTime(updatedAt),
  created_at: ({ createdAt }) => wireTime(createdAt),
  name: ({ name }) => name,
};

/** `updated_at:>='2026-01-15T00:00:00Z'`, and more of them; a filter that is not known here is refused, not passed over. */
function searchOf(query: string): Search {
  const terms = [...query.matchAll(/(\w+):(>=|<=|>|<)?'?([^'\s]+)'?/g)].map(([, field = '', sign = '', value = '']) => {
    const read = searchable[field];
    const compare = comparisons[sign];
    if (!read || !compare) throw badInput(`this shop cannot search for "${field}"`);
    return { field, sign, value, matches: (order: Order) => compare(read(order), value) };
  });
  if (query.trim() !== '' && terms.length === 0) throw badInput(`"${query}" is no search`);
  const bound = (sign: string): number => Date.parse(terms.find((term) => term.sign === sign)?.value ?? '');
  const to = bound('<=');
  return {
    from: Number.isNaN(bound('>=')) ? 0 : bound('>='),
    to: Number.isNaN(to) ? undefined : to,
    matches: (order) => terms.every((term) => term.matches(order)),
  };
}
