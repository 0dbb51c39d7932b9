import { z } from 'zod';
import { billFaults } from '../domain/matching/bill.ts';
import { idOf, instant, localDate, moneyView, pageOf, pageQuery, shopId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { vendor } from './matching.ts';

const tag = 'matching';
const column = text(80);

/** Which columns of a source's bills say what. */
const mapping = z.strictObject({
  at: column,
  amount: column,
  tradeNumber: column,
  /** Left out: the bill names no refunds, only their payments. */
  refundNumber: column.optional(),
  /** What a row is, and its words for a refund. Left out: every row is one. */
  kind: z.strictObject({ column, refunds: z.array(text(60)).min(1).max(20) }).optional(),
});

const source = z.object({
  vendor: z.string(),
  mapping,
  /** Chosen by a person; else it is a proposal, and one that nobody has checked where `isVerified` is false. */
  isMapped: z.boolean(),
  isVerified: z.boolean(),
  mappedBy: z.string().nullable(),
  mappedAt: instant.nullable(),
});

export const listBillSources = endpoint({
  method: 'GET',
  path: '/api/matching/sources',
  access: 'ledger:read',
  tag,
  summary: 'How the bills of each source are read: as a person has said, or as we propose.',
  reply: z.object({
    rows: z.array(source),
    /** On a platform each shop has a bill of its own. */
    shops: z.array(z.object({ id: shopId, name: z.string(), channel: z.string() })),
  }),
});

export const mapBillSource = endpoint({
  method: 'PUT',
  path: '/api/matching/sources/:vendor',
  access: 'ledger:post',
  tag,
  summary: 'Says once and for all which columns of a source’s bills hold what.',
  params: z.object({ vendor }),
  body: z.strictObject({ mapping }),
  reply: source,
});

const setAside = z.array(z.object({ word: z.string(), rows: z.int() }));
const billError = z.object({ row: z.int(), column: z.string(), text: z.string(), fault: z.enum(billFaults) });

export const lookAtBill = endpoint({
  method: 'POST',
  path: '/api/matching/sources/:vendor/look',
  access: 'ledger:post',
  tag,
  summary:
    'Looks at a bill (field `file`; CSV in UTF-8 or GB 18030, or XLSX; at most 200,000 rows) and takes nothing over: its columns, its first rows, and what it reads as.',
  params: z.object({ vendor }),
  query: z.object({ shopId: shopId.optional() }),
  consumes: 'multipart/form-data',
  reply: z.object({
    columns: z.array(z.string()),
    sample: z.array(z.array(z.string())),
    /** Columns that the mapping names and the file lacks. */
    missing: z.array(z.string()),
    /** Null where columns are missing. */
    reading: z
      .object({
        lines: z.int(),
        total: moneyView,
        from: localDate.nullable(),
        to: localDate.nullable(),
        setAside,
        notes: z.int(),
        errorCount: z.int(),
        /** The first hundred. */
        errors: z.array(billError),
      })
      .nullable(),
    /** The same file, read by the same mapping, is here already. */
    takenAt: instant.nullable(),
  }),
  budget: 'heavy',
});

const upload = z.object({
  id: idOf('bil'),
  vendor: z.string(),
  shopId: shopId.nullable(),
  fileName: z.string(),
  from: localDate,
  to: localDate,
  lines: z.int(),
  setAside,
  notes: z.int(),
  by: z.string(),
  at: instant,
  /** Null: it stopped half way and goes on when the file comes again. */
  takenAt: instant.nullable(),
});

export const takeBill = endpoint({
  method: 'POST',
  path: '/api/matching/sources/:vendor/bills',
  access: 'ledger:post',
  tag,
  summary:
    'Takes a bill over for all the days that it covers and holds them against our books. A wrong cell anywhere refuses the whole file, and so does a day that the connected gateway has told of itself; the same file again changes nothing.',
  params: z.object({ vendor }),
  /** `shopId`: whose bill it is, where the platform has several shops here. */
  query: z.object({ from: localDate, to: localDate, shopId: shopId.optional() }),
  consumes: 'multipart/form-data',
  reply: z.object({ upload, isNew: z.boolean(), open: z.int() }),
  budget: 'heavy',
});

export const listBills = endpoint({
  method: 'GET',
  path: '/api/matching/bills',
  access: 'ledger:read',
  tag,
  summary: 'The bills that people have brought, the latest first.',
  query: z.object(pageQuery),
  reply: pageOf(upload),
});
