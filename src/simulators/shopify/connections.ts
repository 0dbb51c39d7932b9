import { GraphQLError } from 'graphql';

export type PageArgs = { first?: number | null; after?: string | null };

export type Connection<Row> = {
  nodes: Row[];
  edges: { cursor: string; node: Row }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
};

/** Where a row stands: its place in the order of the list, and its id among equals. */
export type Place = { value: string; id: string };

/**
 * One page of a list. A cursor is the place of the last row that was seen, so a row that leaves the list before it moves
 * no other row.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  placeOf: (row: Row) => Place,
  { first, after }: PageArgs,
): Connection<Row> {
  if (first === undefined || first === null) throw badInput('you must provide one of first or last');
  if (first < 1 || first > 250) throw badInput('first must be between 1 and 250');
  const start = after ? readCursor(after) : undefined;
  const sorted = rows.toSorted((a, b) => compare(placeOf(a), placeOf(b)));
  const rest = start ? sorted.filter((row) => compare(placeOf(row), start) > 0) : sorted;
  const nodes = rest.slice(0, first);
  const cursors = nodes.map((row) => cursorOf(placeOf(row)));
  return {
    nodes,
    edges: nodes.map((node, i) => ({ cursor: cursors[i] ?? '', node })),
    pageInfo: {
      hasNextPage: rest.length > nodes.length,
      hasPreviousPage: rest.length < sorted.length,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}

/** A list that Shopify answers without pages. */
export const firstOf = <Row>(rows: readonly Row[], { first }: PageArgs): Row[] => rows.slice(0, first ?? rows.length);

export const badInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

function compare(a: Place, b: Place): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.id.length !== b.id.length ? a.id.length - b.id.length : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

const cursorOf = ({ id, value }: Place): string =>
  Buffer.from(JSON.stringify({ last_id: id, last_value: value })).toString('base64');

function readCursor(cursor: string): Place {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    if (typeof read === 'object' && read !== null && 'last_id' in read && 'last_value' in read) {
      return { id: String(read.last_id), value: String(read.last_value) };
    }
  } catch {
    // Falls through to the refusal: a cursor that nobody gave out.
  }
  throw badInput('Invalid cursor for current pagination sort.');
}
