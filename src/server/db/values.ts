import pg from 'pg';

type Parse = (text: string) => unknown;

/** `2026-11-22 08:30:00.12+00`, as a connection in UTC sends it, to an Instant. PostgreSQL's microseconds are cut. */
export const toInstantText: (text: string) => string = (text) =>
  text.length >= 22 && text.endsWith('+00')
    ? `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`
    : text;

const asText: Parse = (text) => text;

const TEXT_ARRAY: number = 1009;
const splitArray: (text: string) => (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY, 'text');
const arrayOf =
  (parse: Parse): Parse =>
  (text) =>
    splitArray(text).map((item) => (item === null ? null : parse(item)));

/** By the numbers PostgreSQL gives its types; the second number is the array of the first. */
const scalars: readonly (readonly [number, number, Parse])[] = [
  [20, 1016, BigInt], // int8
  [1700, 1231, asText], // numeric: a float would round it
  [1184, 1185, toInstantText], // timestamptz
  [1082, 1182, asText], // date: a day, not a moment
];

const parsers = new Map(
  scalars.flatMap(([type, array, parse]) => [
    [type, parse],
    [array, arrayOf(parse)],
  ]),
);

/** How values of the database become values of the domain. All other types are parsed as node-postgres does. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    (format === 'binary' ? undefined : parsers.get(type)) ?? pg.types.getTypeParser(type, 'text'),
};
