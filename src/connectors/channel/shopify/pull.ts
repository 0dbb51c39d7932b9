import { type Instant, toMs } from '../../../domain/time.ts';
import type { ChannelDocument, ChannelFault, Pulled, PullWindow } from '../port.ts';
import { type RowRead, readListed } from '../pulling.ts';
import { type ShopifyConfig, unverified } from './config.ts';
import { gid } from './gid.ts';
import { listOrders, listReturns, listReturnsOfOrder } from './operations.ts';
import { getOrder, getReturn, read } from './read.ts';
import { orderPage, returnPage, returnsOfOrder } from './vendor-shapes.ts';

type Row = { externalId: string; modifiedAt: Instant };
type Listed = { kind: 'rows'; rows: Row[] } | ChannelFault;

export async function pullOrders(config: ShopifyConfig, window: PullWindow): Promise<Pulled> {
  const listed = await listPages(window, async (after) => {
    const page = await read(config, listOrders, variablesOf(config, window, after), orderPage);
    if (page.kind !== 'read') return page;
    const { nodes, pageInfo } = page.value.orders;
    return {
      kind: 'page',
      pageInfo,
      rows: nodes.map(({ id, updatedAt }) => ({ externalId: id, modifiedAt: updatedAt })),
    };
  });
  return readEach('order', listed, window, (externalId) => getOrder(config, externalId));
}

/**
 * There is no list of returns. A return that is asked for, decided or paid changes its order, so the changed orders are
 * listed, and each of their returns is read.
 */
export async function pullRefunds(config: ShopifyConfig, window: PullWindow): Promise<Pulled> {
  const listed = await listPages(window, async (after) => {
    const variables = { ...variablesOf(config, window, after), returns: unverified(config).returnsPerOrder };
    const page = await read(config, listReturns, variables, returnPage);
    if (page.kind !== 'read') return page;
    const rows: Row[] = [];
    for (const { id, updatedAt, returns } of page.value.orders.nodes) {
      const further = await furtherReturns(config, id, returns.pageInfo);
      if (further.kind !== 'ids') return further;
      const ids = [...returns.nodes.map((one) => one.id), ...further.ids];
      rows.push(...ids.map((externalId) => ({ externalId, modifiedAt: updatedAt })));
    }
    return { kind: 'page', pageInfo: page.value.orders.pageInfo, rows };
  });
  return readEach('refund', listed, window, (externalId) => getReturn(config, externalId));
}

const variablesOf = (config: ShopifyConfig, { from, to }: PullWindow, after: string | undefined) => ({
  // Shopify tells time by the second, and both ends belong to the window.
  query: `updated_at:>='${toSecond(from)}' updated_at:<='${toSecond(to)}'`,
  first: unverified(config).pageSize,
  ...(after === undefined ? {} : { after }),
});

const toSecond = (at: Instant): string => `${at.slice(0, 19)}Z`;

type PageInfo = { hasNextPage: boolean; endCursor?: string | undefined };
type Page = { kind: 'page'; rows: Row[]; pageInfo: PageInfo } | ChannelFault;

/**
 * A cursor stands behind the last row it has seen, not at a number of rows: what leaves the window meanwhile moves no
 * other row onto a page that is done.
 */
async function listPages(window: PullWindow, readPage: (after: string | undefined) => Promise<Page>): Promise<Listed> {
  const rows = new Map<string, Row>();
  let after: string | undefined;
  do {
    const page = await readPage(after);
    if (page.kind !== 'page') return page;
    for (const row of page.rows) rows.set(row.externalId, row);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  } while (after !== undefined);
  const inWindow = [...rows.values()].filter(({ modifiedAt }) => toSecond(modifiedAt) >= toSecond(window.from));
  return { kind: 'rows', rows: inWindow };
}

async function furtherReturns(
  config: ShopifyConfig,
  orderId: string,
  pageInfo: PageInfo,
): Promise<{ kind: 'ids'; ids: string[] } | ChannelFault> {
  const ids: string[] = [];
  let after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
  while (after !== undefined) {
    const page = await read(config, listReturnsOfOrder, { id: gid('Order', orderId), after }, returnsOfOrder);
    if (page.kind !== 'read') return page;
    const { nodes, pageInfo: next } = page.value.order.returns;
    ids.push(...nodes.map(({ id }) => id));
    after = next.hasNextPage ? next.endCursor : undefined;
  }
  return { kind: 'ids', ids };
}

/** What the list knows of a document stands for it where it cannot be had. */
const readEach = async (
  kind: ChannelDocument['kind'],
  listed: Listed,
  window: PullWindow,
  readOne: (externalId: string) => Promise<RowRead>,
): Promise<Pulled> =>
  listed.kind === 'rows'
    ? readListed(
        listed.rows.map((row) => ({
          document: { kind, ...row, version: toMs(row.modifiedAt), raw: row },
          read: () => readOne(row.externalId),
        })),
        window,
      )
    : listed;
