import { openBook } from '../journal.ts';

export type KeptAuxiliary = { dimension: string; code: string };
export type KeptLine = {
  account: string;
  summary: string;
  debit: number;
  credit: number;
  auxiliary: KeptAuxiliary | null;
};
export type KeptVoucher = {
  id: string;
  number: number;
  period: string;
  date: string;
  /** The caller's own key, where the vendor has one. */
  key: string;
  lines: KeptLine[];
};

type Shapes = {
  voucher_booked: { voucher: KeptVoucher };
  period_closed: { period: string };
  period_opened: { period: string };
  accounts_known: { codes: string[] };
  /** From now on lines of the account name one of these under the dimension. */
  dimension_wanted: { account: string; dimension: string; codes: string[] };
};

export type FinanceBook = ReturnType<typeof openFinanceBook>;

/** The books of a finance system: vouchers, the accounts it knows, and the months that are closed. */
export function openFinanceBook(file: string | undefined) {
  const vouchers: KeptVoucher[] = [];
  const closed = new Set<string>();
  let accounts: Set<string> | undefined;
  const wanted = new Map<string, { dimension: string; codes: string[] }>();
  const book = openBook<Shapes>(file, {
    voucher_booked: ({ voucher }) => {
      vouchers.push(voucher);
    },
    period_closed: ({ period }) => {
      closed.add(period);
    },
    period_opened: ({ period }) => {
      closed.delete(period);
    },
    accounts_known: ({ codes }) => {
      accounts = new Set(codes);
    },
    dimension_wanted: ({ account, dimension, codes }) => {
      wanted.set(account, { dimension, codes });
    },
  });
  return {
    ...book,
    vouchers: vouchers as readonly KeptVoucher[],
    isClosed: (period: string): boolean => closed.has(period),
    /** Until somebody says which accounts there are, every code of digits is one. */
    knows: (code: string): boolean => (accounts ? accounts.has(code) : /^\d[\d.]*$/.test(code)),
    /** What is wrong with whom a line names, in the vendor's words. */
    auxiliaryFault: ({ account, auxiliary }: KeptLine): string | undefined => {
      const want = wanted.get(account);
      if (!want) return auxiliary ? `科目${account}没有启用辅助核算${auxiliary.dimension}` : undefined;
      if (auxiliary?.dimension !== want.dimension) return `科目${account}的辅助核算${want.dimension}必录`;
      return want.codes.includes(auxiliary.code) ? undefined : `辅助核算${want.dimension}没有编码${auxiliary.code}`;
    },
    nextNumber: (period: string): number => 1 + vouchers.filter((voucher) => voucher.period === period).length,
  };
}

const fen = (yuan: number): number => Math.round(yuan * 100);

/** Debits equal credits, to the fen. */
export const balances = (lines: readonly KeptLine[]): boolean =>
  lines.length >= 2 &&
  lines.reduce((rest, line) => rest + fen(line.debit) - fen(line.credit), 0) === 0 &&
  lines.every((line) => line.debit > 0 !== line.credit > 0);
