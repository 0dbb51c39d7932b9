import { expect, test } from 'vitest';
import { freshDatabase } from './support/fresh-database.ts';

const { asOwner } = await freshDatabase();

/** Functions that run with their owner's rights. Each needs a reason here. */
const SECURITY_DEFINER_FUNCTIONS: readonly string[] = [
  'all_merchants', // A scheduler must know whose work there is. It learns ids, nothing else.
  'approval_level', // Who calls is known before the merchant is. It tells the level of one person, nothing else.
  'claim_due_timers', // Clocks run out whoever's they are. It learns which are due and marks them as taken.
  'merchants_with_due_boards', // A worker asks once for all merchants whose boards lag. It learns ids, nothing else.
  'next_timer_after', // When to look again. It learns one moment.
  'refresh_order_statistics', // A first import outgrows the statistics. It reads and changes no row of anybody.
  'shops_to_listen_to', // Who holds the platforms' streams asks for all merchants at once. It learns ids, nothing else.
];

/** Tables that only grow: what is in them is evidence or books, and is corrected by adding. */
const APPEND_ONLY = [
  'rma_event',
  'journal_entry',
  'journal_line',
  'stock_movement',
  'reveal_log',
  'unknown_parcel_event',
  'inspection_book',
  'second_look',
  'stock_document_event',
];

/** The tables of merchants, and a name for each row that breaks the rule of a query. */
const MERCHANT_TABLE = `
  select c.oid, c.relname from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'merchant_id' and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;

async function names(query: string): Promise<string[]> {
  const { rows } = await asOwner(query);
  return rows.map((row: { name: string }) => row.name).sort();
}

test('there are tables of merchants to check', async () => {
  expect(await names(`select relname as name from (${MERCHANT_TABLE}) t`)).toContain('rma');
});

test('every table of merchants has a primary key', async () => {
  const without = `select t.relname as name from (${MERCHANT_TABLE}) t
    where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)`;
  expect(await names(without)).toEqual([]);
});

test('merchant_id comes first in every primary key and unique index, so that rows can be spread over machines', async () => {
  const elsewhere = `select i.indexrelid::regclass::text as name from (${MERCHANT_TABLE}) t
    join pg_index i on i.indrelid = t.oid and i.indisunique
    where pg_get_indexdef(i.indexrelid, 1, true) <> 'merchant_id'`;
  expect(await names(elsewhere)).toEqual([]);
});

test('merchant_id comes first in every foreign key between tables of merchants, on both sides', async () => {
  const elsewhere = `select f.conname as name from (${MERCHANT_TABLE}) t
    join pg_constraint f on f.conrelid = t.oid and f.contype = 'f'
    join (${MERCHANT_TABLE}) other on other.oid = f.confrelid
    join pg_attribute here on here.attrelid = f.conrelid and here.attnum = f.conkey[1]
    join pg_attribute there on there.attrelid = f.confrelid and there.attnum = f.confkey[1]
    where here.attname <> 'merchant_id' or there.attname <> 'merchant_id'`;
  expect(await names(elsewhere)).toEqual([]);
});

test('merchant_id is never null', async () => {
  const nullable = `select t.relname as name from (${MERCHANT_TABLE}) t
    join pg_attribute a on a.attrelid = t.oid and a.attname = 'merchant_id' where not a.attnotnull`;
  expect(await names(nullable)).toEqual([]);
});

test('row-level security is on and forced for every table of merchants', async () => {
  const open = `select t.relname as name from (${MERCHANT_TABLE}) t
    join pg_class c on c.oid = t.oid where not (c.relrowsecurity and c.relforcerowsecurity)`;
  expect(await names(open)).toEqual([]);
});

test('every table of merchants has a policy for reading and for writing', async () => {
  const incomplete = `select t.relname as name from (${MERCHANT_TABLE}) t where not exists (
    select from pg_policy p where p.polrelid = t.oid and p.polcmd = '*' and p.polpermissive
      and pg_get_expr(p.polqual, p.polrelid) like '%merchant_id = current_merchant()%'
      and pg_get_expr(p.polwithcheck, p.polrelid) like '%merchant_id = current_merchant()%')`;
  expect(await names(incomplete)).toEqual([]);
});

test('no second policy lets the program see more of a table of merchants: permissive policies add up', async () => {
  const several = `select t.relname as name from (${MERCHANT_TABLE}) t
    join pg_policy p on p.polrelid = t.oid and p.polpermissive and p.polroles && array[0, 'guilai_app'::regrole]::oid[]
    group by t.relname having count(*) > 1`;
  expect(await names(several)).toEqual([]);
});

test('the role of the program has no power and owns nothing', async () => {
  const { rows } = await asOwner(`select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin
    from pg_roles where rolname = 'guilai_app'`);
  expect(rows.map((row) => Object.values(row))).toEqual([[false, false, false, false, false]]);
  expect(await names(`select relname as name from pg_class where relowner = 'guilai_app'::regrole`)).toEqual([]);
  expect(await names(`select proname as name from pg_proc where proowner = 'guilai_app'::regrole`)).toEqual([]);
});

test('the role of the program is a member of no other role', async () => {
  const roles = `select roleid::regrole::text as name from pg_auth_members where member = 'guilai_app'::regrole`;
  expect(await names(roles)).toEqual([]);
});

test('the role of the program may truncate no table and make none', async () => {
  const truncatable = `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
    and c.relkind in ('r', 'p') and has_table_privilege('guilai_app', c.oid, 'truncate')`;
  expect(await names(truncatable)).toEqual([]);
  expect(await names(`select 'create' as name where has_schema_privilege('guilai_app', 'public', 'create')`)).toEqual(
    [],
  );
});

test('views ask with the rights of who reads them', async () => {
  const views = `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
    and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false))`;
  expect(await names(views)).toEqual([]);
});

test('functions run with the rights of who calls them', async () => {
  const definers = `select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`;
  expect(await names(definers)).toEqual([...SECURITY_DEFINER_FUNCTIONS]);
  // Otherwise the caller could put a table of its own in the place of one that the function names.
  const misled = `select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
    and not coalesce(proconfig::text like '%search_path=%', false)`;
  expect(await names(misled)).toEqual([]);
});

test.each(APPEND_ONLY)('%s only grows: the program may neither change nor delete its rows', async (table) => {
  const changeable = `select privilege as name from unnest(array['update', 'delete']) privilege
    where has_table_privilege('guilai_app', '${table}', privilege)
      or (privilege = 'update' and has_any_column_privilege('guilai_app', '${table}', privilege))`;
  expect(await names(changeable)).toEqual([]);
});
