import { Kysely, PostgresDialect } from 'kysely';
import {
  PostgresDialect as Codegen,
  type ColumnMetadata,
  generate,
  IdentifierNode,
  type TableMetadata,
} from 'kysely-codegen';
import { openPool } from '../src/server/db/connect.ts';

// Columns whose text is an id of ours. A line's id is an order's or a return's, depending on the table.
const ID_TYPES: Readonly<Record<string, string>> = {
  merchant_id: 'MerchantId',
  shop_id: 'ShopId',
  order_id: 'OrderId',
  order_line_id: 'OrderLineId',
  payment_id: 'PaymentId',
  party_id: 'PartyId',
  buyer_id: 'PartyId',
  rma_id: 'RmaId',
  refund_id: 'RefundId',
  parcel_id: 'ParcelId',
  file_id: 'FileId',
  entry_id: 'EntryId',
  'order_line.line_id': 'OrderLineId',
  'rma_line.line_id': 'RmaLineId',
  // `buyer_id` of an order is the party that bought; elsewhere it is the buyer whom the party is.
  'buyer.buyer_id': 'BuyerId',
  'buyer.merged_into': 'BuyerId',
  'buyer_identity.buyer_id': 'BuyerId',
  'buyer_listing.buyer_id': 'BuyerId',
  'party.buyer_id': 'BuyerId',
};

const VALUE_TYPES: Readonly<Record<string, string>> = {
  int8: 'bigint',
  numeric: 'string',
  timestamptz: 'Instant',
  date: 'LocalDate',
};

const idNames = [...new Set(Object.values(ID_TYPES))];

/** The text of `src/server/db/schema.ts` for the database behind `ownerUrl`. */
export async function schemaSource(ownerUrl: string): Promise<string> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: openPool(ownerUrl, 'owner', 1) }) });
  const text = await generate({
    db,
    dialect: codegenDialect(),
    includePattern: 'public.*',
    outFile: null,
    typeOnlyImports: true,
    customImports: {
      Instant: '../../domain/time.ts',
      LocalDate: '../../domain/time.ts',
      ...Object.fromEntries(idNames.map((name) => [name, '../../domain/ids.ts'])),
    },
    postprocess: async ({ metadata }) => {
      for (const table of metadata.tables) for (const column of table.columns) nameIdType(table, column);
      return metadata;
    },
  });
  await db.destroy();
  return text;
}

function codegenDialect(): Codegen {
  const dialect = new Codegen();
  const typeNames = { ...VALUE_TYPES, ...Object.fromEntries(idNames.map((name) => [name.toLowerCase(), name])) };
  const nodes = Object.entries(typeNames).map(([type, name]) => [type, new IdentifierNode(name)] as const);
  Object.assign(dialect.adapter.scalars, Object.fromEntries(nodes));
  return dialect;
}

function nameIdType(table: TableMetadata, column: ColumnMetadata): void {
  const idType = ID_TYPES[`${table.name}.${column.name}`] ?? ID_TYPES[column.name];
  if (idType !== undefined && column.dataType === 'text') column.dataType = idType.toLowerCase();
}
