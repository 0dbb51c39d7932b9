import { afterAll, describe, expect, test } from 'vitest';
import { money } from '../../domain/money.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { Auxiliary, FinancePort, FinanceVoucher } from './port.ts';

export type FinanceFault =
  | 'bad_gateway_before'
  | 'hang_before'
  | 'throttled'
  | 'session_lost'
  | 'bad_gateway_after'
  | 'hang_after'
  | 'drop_after'
  | 'half_body';

/** What a finance system's simulator lets this suite do. */
export type FinanceBench = {
  readonly port: FinancePort;
  /** The same with a wrong secret. */
  strangerPort: FinancePort;
  /** Strikes the next call that books, or that looks. */
  fault(kind: FinanceFault, service: 'book' | 'look'): Promise<void>;
  closePeriod(period: string): Promise<void>;
  knowAccounts(codes: string[]): Promise<void>;
  /** A dimension of that vendor. */
  dimension: string;
  wantDimension(account: string, codes: string[]): Promise<void>;
  kept(): Promise<
    {
      id: string;
      period: string;
      lines: { account: string; debit: number; credit: number; auxiliary: Auxiliary | null }[];
    }[]
  >;
  close(): Promise<void>;
};

let vouchers = 0;
const cny = (fen: number) => money(fen, 'CNY');

function aVoucher(facts: Partial<FinanceVoucher> = {}): FinanceVoucher {
  const day = '2026-09-25' as LocalDate;
  const lines = [
    { account: '6001', summary: '冲销收入 R20260925000001', debit: cny(10_000), credit: cny(0) },
    { account: '2221.01.01', summary: '冲销收入 R20260925000001', debit: cny(1_301), credit: cny(0) },
    { account: '2241', summary: '冲销收入 R20260925000001', debit: cny(0), credit: cny(11_301) },
  ];
  return { id: `vch_test_${++vouchers}`, date: day, period: '2026-09', attachments: 1, lines, ...facts };
}

/** What every finance system must do, asked over HTTP. */
export function financeConformance(name: string, open: () => Promise<FinanceBench>): void {
  describe(`${name} keeps vouchers`, async () => {
    const bench = await open();
    afterAll(() => bench.close());
    bookingTests(bench);
    auxiliaryTests(bench);
    lostAnswerTests(bench);
    doorTests(bench);
    // The last of them says which accounts there are: it comes last.
    refusalTests(bench);
  });
}

const keptAfter = async (bench: FinanceBench, before: number) => (await bench.kept()).slice(before);

function bookingTests(bench: FinanceBench): void {
  test('a voucher is booked to the fen, and found again under our id', async () => {
    const before = (await bench.kept()).length;
    const voucher = aVoucher();
    expect(await bench.port.findVoucher(voucher)).toEqual({ kind: 'absent' });
    const pushed = await bench.port.pushVoucher(voucher);
    expect(pushed).toMatchObject({ kind: 'booked', vendorNumber: expect.stringMatching(/^\d+$/) });
    expect(await keptAfter(bench, before)).toMatchObject([
      {
        period: '2026-09',
        lines: [
          { account: '6001', debit: 100, credit: 0 },
          { account: '2221.01.01', debit: 13.01, credit: 0 },
          { account: '2241', debit: 0, credit: 113.01 },
        ],
      },
    ]);
    expect(await bench.port.findVoucher(voucher)).toEqual(pushed);
  });

  test('an id that is like another one letter for letter but one is not taken for it', async () => {
    await bench.port.pushVoucher(aVoucher({ id: 'vch_like_x1' }));
    expect(await bench.port.findVoucher(aVoucher({ id: 'vch_like_1' }))).toEqual({ kind: 'absent' });
    expect(await bench.port.findVoucher(aVoucher({ id: 'vch_like__1' }))).toEqual({ kind: 'absent' });
  });
}

function auxiliaryTests(bench: FinanceBench): void {
  test('whose money it is stands on its line, and nobody there under that code is refused in words', async () => {
    await bench.wantDimension('2202', ['SF01']);
    const owed = (code?: string) => {
      const voucher = aVoucher();
      const auxiliary = code === undefined ? {} : { auxiliary: { dimension: bench.dimension, code } };
      const lines = voucher.lines.map((line) =>
        line.account === '2241' ? { ...line, account: '2202', ...auxiliary } : line,
      );
      return bench.port.pushVoucher({ ...voucher, lines });
    };
    const before = (await bench.kept()).length;
    expect(await owed()).toMatchObject({ kind: 'refused', message: expect.stringContaining('2202') });
    expect(await owed('ZTO9')).toMatchObject({ kind: 'refused', message: expect.stringContaining('ZTO9') });
    expect(await owed('SF01')).toMatchObject({ kind: 'booked' });
    const kept = await keptAfter(bench, before);
    expect(kept.map(({ lines }) => lines.map(({ auxiliary }) => auxiliary))).toEqual([
      [null, null, { dimension: bench.dimension, code: 'SF01' }],
    ]);
  });
}

function lostAnswerTests(bench: FinanceBench): void {
  test.each(['bad_gateway_after', 'drop_after', 'half_body', 'hang_after'] as const)(
    'a voucher whose answer is lost (%s) is unknown, and found when it is looked for',
    async (kind) => {
      const before = (await bench.kept()).length;
      const voucher = aVoucher();
      await bench.fault(kind, 'book');
      expect(await bench.port.pushVoucher(voucher)).toMatchObject({ kind: 'unknown' });
      const kept = await keptAfter(bench, before);
      expect(kept).toHaveLength(1);
      expect(await bench.port.findVoucher(voucher)).toMatchObject({ kind: 'booked', vendorId: kept[0]?.id });
    },
  );

  test.each(['bad_gateway_before', 'hang_before'] as const)(
    'a voucher that never arrived (%s) is unknown, and absent when it is looked for',
    async (kind) => {
      const voucher = aVoucher();
      await bench.fault(kind, 'book');
      expect(await bench.port.pushVoucher(voucher)).toMatchObject({ kind: 'unknown' });
      expect(await bench.port.findVoucher(voucher)).toEqual({ kind: 'absent' });
      expect(await bench.port.pushVoucher(voucher)).toMatchObject({ kind: 'booked' });
    },
  );

  test.each(['bad_gateway_before', 'hang_before', 'drop_after', 'half_body'] as const)(
    'a search that fails (%s) never says that a voucher is absent',
    async (kind) => {
      const voucher = aVoucher();
      await bench.port.pushVoucher(voucher);
      await bench.fault(kind, 'look');
      expect(await bench.port.findVoucher(voucher)).toMatchObject({ kind: 'unknown' });
    },
  );
}

function doorTests(bench: FinanceBench): void {
  test('whoever is too fast is told to wait, and nothing is booked', async () => {
    const before = (await bench.kept()).length;
    await bench.fault('throttled', 'book');
    const answer = await bench.port.pushVoucher(aVoucher());
    expect(answer).toMatchObject({ kind: 'throttled' });
    expect(await keptAfter(bench, before)).toEqual([]);
  });

  test('a token or session that ran out is renewed, and the voucher is booked once', async () => {
    const before = (await bench.kept()).length;
    await bench.fault('session_lost', 'book');
    expect(await bench.port.pushVoucher(aVoucher())).toMatchObject({ kind: 'booked' });
    expect(await keptAfter(bench, before)).toHaveLength(1);
  });

  test('a session that is lost again at once is not tried for ever', async () => {
    const before = (await bench.kept()).length;
    await bench.fault('session_lost', 'book');
    await bench.fault('session_lost', 'book');
    expect(['refused', 'configuration_fault']).toContain((await bench.port.pushVoucher(aVoucher())).kind);
    expect(await keptAfter(bench, before)).toEqual([]);
  });

  test('keys work, and wrong ones are a fault of the connection and not of a voucher', async () => {
    expect(await bench.port.checkAccess()).toEqual({ kind: 'works' });
    expect(await bench.strangerPort.checkAccess()).toMatchObject({ kind: 'refused' });
    const before = (await bench.kept()).length;
    expect(await bench.strangerPort.pushVoucher(aVoucher())).toMatchObject({ kind: 'configuration_fault' });
    expect(await bench.strangerPort.findVoucher(aVoucher())).toMatchObject({ kind: 'configuration_fault' });
    expect(await keptAfter(bench, before)).toEqual([]);
  });
}

function refusalTests(bench: FinanceBench): void {
  test('a voucher that does not balance is refused in words', async () => {
    const lines = aVoucher().lines.slice(0, 2);
    const answer = await bench.port.pushVoucher(aVoucher({ lines }));
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('借贷') });
  });

  test('a closed month refuses vouchers, and says so', async () => {
    await bench.closePeriod('2026-08');
    const voucher = aVoucher({ period: '2026-08', date: '2026-08-31' as LocalDate });
    expect(await bench.port.pushVoucher(voucher)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('2026-08'),
    });
  });

  test('an account that is not there is named', async () => {
    await bench.knowAccounts(['6001', '2241']);
    const answer = await bench.port.pushVoucher(aVoucher());
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('2221.01.01') });
  });
}
