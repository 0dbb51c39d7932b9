import { isoText, shanghaiText } from '../clock.ts';
import type { Reply } from '../http-server.ts';
import { faultStages } from './fault-kinds.ts';
import { invalidParam, json } from './rest-answers.ts';
import type { Order } from './shapes.ts';
import { wireOrder } from './wire.ts';
import { saveOrder, type WooWorld } from './world.ts';

const sortable: Record<string, (order: Order) => number> = { id: ({ id }) => id, date: ({ createdAt }) => createdAt };

/** `GET /orders`: counted pages, whose number stands in headers. */
export function listOrders(world: WooWorld, query: URLSearchParams): Reply {
  const perPage = Number(query.get('per_page') ?? 10);
  const page = Number(query.get('page') ?? 1);
  const sortBy = sortable[query.get('orderby') ?? 'date'];
  const order = query.get('order') ?? 'desc';
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 100) return invalidParam('per_page');
  if (!Number.isInteger(page) || page < 1) return invalidParam('page');
  if (!sortBy) return invalidParam('orderby');
  if (order !== 'asc' && order !== 'desc') return invalidParam('order');

  const rows = [...world.book.orders.values()]
    .filter(isWanted(query))
    .sort((a, b) => sortBy(a) - sortBy(b) || a.id - b.id);
  if (order === 'desc') rows.reverse();
  const shown = rows.slice((page - 1) * perPage, page * perPage);
  const fault = shown.length === 0 ? undefined : world.faults.take(faultStages.rows, { route: 'GET orders' });
  const [first] = shown;
  const body = (fault?.kind === 'duplicate_rows' && first ? [...shown, first] : shown).map((one) =>
    wireOrder(world, one),
  );
  // Somebody changes a row that was just shown, after the window that is being read.
  if (fault?.kind === 'rows_shift' && first) saveOrder(world, first, {}, world.clock.now() + 1000);
  const pages = Math.ceil(rows.length / perPage);
  return json(200, body, {
    'X-WP-Total': String(rows.length),
    'X-WP-TotalPages': String(pages),
    ...linksOf(world, query, page, pages),
  });
}

/** Compared as text, in the site's own time unless GMT is asked for; both ends are left out. */
function isWanted(query: URLSearchParams): (order: Order) => boolean {
  const write = (ms: number): string =>
    query.get('dates_are_gmt') === 'true' ? isoText(ms).slice(0, 19) : shanghaiText(ms).replace(' ', 'T');
  const bounds: readonly [string, (order: Order) => number, (at: string, bound: string) => boolean][] = [
    ['after', ({ createdAt }) => createdAt, (at, bound) => at > bound],
    ['before', ({ createdAt }) => createdAt, (at, bound) => at < bound],
    ['modified_after', ({ modifiedAt }) => modifiedAt, (at, bound) => at > bound],
    ['modified_before', ({ modifiedAt }) => modifiedAt, (at, bound) => at < bound],
  ];
  const statuses = (query.get('status') ?? 'any').split(',');
  return (order) =>
    (statuses.includes('any') ? order.status !== 'trash' : statuses.includes(order.status)) &&
    bounds.every(([name, read, holds]) => {
      const bound = query.get(name);
      return bound === null || holds(write(read(order)), bound.slice(0, 19));
    });
}

function linksOf(world: WooWorld, query: URLSearchParams, page: number, pages: number): Record<string, string> {
  const link = (rel: string, to: number): string => {
    const params = new URLSearchParams(query);
    params.set('page', String(to));
    return `<${world.siteUrl()}/wp-json/wc/v3/orders?${params}>; rel="${rel}"`;
  };
  const links = [...(page > 1 ? [link('prev', page - 1)] : []), ...(page < pages ? [link('next', page + 1)] : [])];
  return links.length === 0 ? {} : { Link: links.join(', ') };
}
