import { afterAll, describe, expect, test } from 'vitest';
import { present } from '../../domain/assert.ts';
import { money } from '../../domain/money.ts';
import type { InvoicePort, RedRequest, RedSheet, SheetLookup, SheetOutcome } from './port.ts';

export type InvoicingFault =
  | 'bad_gateway_before'
  | 'hang_before'
  | 'throttled'
  | 'bad_gateway_after'
  | 'hang_after'
  | 'drop_after'
  | 'half_body';

/** What a red-invoice service's simulator lets this suite do. */
export type InvoicingBench = {
  readonly port: InvoicePort;
  /** The same with a wrong secret. */
  strangerPort: InvoicePort;
  fault(kind: InvoicingFault, service: 'apply' | 'look' | 'issue' | 'revoke'): Promise<void>;
  /** Issues a blue invoice with one line over 113.00. A booked one needs its buyer. */
  blue(facts: { booked: boolean }): Promise<string>;
  answer(sheetId: string, answer: 'confirm' | 'deny'): Promise<void>;
  hoursPass(hours: number): Promise<void>;
  sheets(): Promise<{ blueNumber: string }[]>;
  close(): Promise<void>;
};

const cny = (fen: number) => money(fen, 'CNY');
let requests = 0;
const half = (blueNumber: string, facts: Partial<RedRequest> = {}): RedRequest => ({
  requestId: `red_test_${++requests}-1`,
  blueNumber,
  reason: '02',
  lines: [{ number: 1, net: cny(5_000), tax: cny(650) }],
  ...facts,
});

function sheetOf(said: SheetOutcome | SheetLookup): RedSheet {
  expect(said).toMatchObject({ kind: 'sheet' });
  return present(said.kind === 'sheet' ? said.sheet : undefined, 'a sheet');
}

/** What every service for red invoices must do, asked over HTTP. */
export function invoicingConformance(name: string, open: () => Promise<InvoicingBench>): void {
  describe(`${name} issues red invoices (M-6)`, async () => {
    const bench = await open();
    afterAll(() => bench.close());
    sheetTests(bench);
    limitTests(bench);
    lostAnswerTests(bench);
    doorTests(bench);
  });
}

function sheetTests(bench: InvoicingBench): void {
  test('what the buyer has not booked is issued without him, under a number of twenty digits', async () => {
    const request = half(await bench.blue({ booked: false }));
    expect(await bench.port.findSheet(request.requestId)).toEqual({ kind: 'absent' });
    const sheet = sheetOf(await bench.port.applyRed(request));
    expect(sheet).toMatchObject({ status: '01', confirmBy: null, red: null });
    const issued = sheetOf(await bench.port.issueRed(sheet.sheetId));
    expect(issued.red).toMatchObject({ number: expect.stringMatching(/^\d{20}$/), issuedOn: expect.any(String) });
    expect(sheetOf(await bench.port.issueRed(sheet.sheetId)).red).toEqual(issued.red);
    expect(sheetOf(await bench.port.findSheet(request.requestId))).toEqual(issued);
  });

  test('what he has booked waits for him: 04 when he confirms, 05 when he denies', async () => {
    const [yes, no] = [half(await bench.blue({ booked: true })), half(await bench.blue({ booked: true }))];
    const [first, second] = [sheetOf(await bench.port.applyRed(yes)), sheetOf(await bench.port.applyRed(no))];
    expect(first).toMatchObject({ status: '02', confirmBy: expect.any(String) });
    expect(await bench.port.issueRed(first.sheetId)).toMatchObject({ kind: 'refused' });
    await bench.answer(first.sheetId, 'confirm');
    await bench.answer(second.sheetId, 'deny');
    expect(sheetOf(await bench.port.querySheet(first.sheetId)).status).toBe('04');
    expect(sheetOf(await bench.port.querySheet(second.sheetId)).status).toBe('05');
    expect(sheetOf(await bench.port.issueRed(first.sheetId)).red).not.toBeNull();
    expect(await bench.port.issueRed(second.sheetId)).toMatchObject({ kind: 'refused' });
  });

  test('a sheet that nobody confirms for 72 hours is void, and another may be applied for', async () => {
    const blue = await bench.blue({ booked: true });
    const { sheetId } = sheetOf(await bench.port.applyRed(half(blue)));
    await bench.hoursPass(71);
    expect(sheetOf(await bench.port.querySheet(sheetId)).status).toBe('02');
    await bench.hoursPass(2);
    expect(sheetOf(await bench.port.querySheet(sheetId)).status).toBe('07');
    expect(sheetOf(await bench.port.applyRed(half(blue))).status).toBe('02');
  });

  test('whoever has started a sheet may take it back while no red invoice exists', async () => {
    const { sheetId } = sheetOf(await bench.port.applyRed(half(await bench.blue({ booked: true }))));
    expect(sheetOf(await bench.port.revoke(sheetId)).status).toBe('08');
    expect(sheetOf(await bench.port.revoke(sheetId)).status).toBe('08');
    const issued = sheetOf(await bench.port.applyRed(half(await bench.blue({ booked: false }))));
    await bench.port.issueRed(issued.sheetId);
    expect(await bench.port.revoke(issued.sheetId)).toMatchObject({ kind: 'refused' });
  });
}

function limitTests(bench: InvoicingBench): void {
  test('red amounts never come to more than the blue ones', async () => {
    const blue = await bench.blue({ booked: false });
    for (const _ of [1, 2]) {
      const sheet = sheetOf(await bench.port.applyRed(half(blue)));
      await bench.port.issueRed(sheet.sheetId);
    }
    const lines = [{ number: 1, net: cny(1), tax: cny(0) }];
    expect(await bench.port.applyRed(half(blue, { lines }))).toMatchObject({ kind: 'refused', code: 'amount_exceeds' });
  });

  test('a second sheet on the same line is refused while one is open', async () => {
    const blue = await bench.blue({ booked: true });
    const { sheetId } = sheetOf(await bench.port.applyRed(half(blue)));
    expect(await bench.port.applyRed(half(blue))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(sheetId),
    });
  });

  test('an invoice that does not exist is refused in words', async () => {
    const answer = await bench.port.applyRed(half('26999999999999999999'));
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('26999999999999999999') });
  });
}

function lostAnswerTests(bench: InvoicingBench): void {
  test.each(['bad_gateway_after', 'drop_after', 'half_body', 'hang_after'] as const)(
    'an application whose answer is lost (%s) is unknown, is found by our number, and sent again makes no second sheet',
    async (kind) => {
      const blueNumber = await bench.blue({ booked: false });
      const request = half(blueNumber);
      await bench.fault(kind, 'apply');
      expect(await bench.port.applyRed(request)).toMatchObject({ kind: 'unknown' });
      const found = sheetOf(await bench.port.findSheet(request.requestId));
      expect(sheetOf(await bench.port.applyRed(request))).toEqual(found);
      expect((await bench.sheets()).filter((sheet) => sheet.blueNumber === blueNumber)).toHaveLength(1);
    },
  );

  test.each(['bad_gateway_before', 'hang_before'] as const)(
    'an application that never arrived (%s) is unknown, and absent when it is looked for',
    async (kind) => {
      const request = half(await bench.blue({ booked: false }));
      await bench.fault(kind, 'apply');
      expect(await bench.port.applyRed(request)).toMatchObject({ kind: 'unknown' });
      expect(await bench.port.findSheet(request.requestId)).toEqual({ kind: 'absent' });
    },
  );

  test.each(['bad_gateway_before', 'hang_before', 'drop_after', 'half_body'] as const)(
    'a search that fails (%s) never says that a sheet is absent',
    async (kind) => {
      const request = half(await bench.blue({ booked: false }));
      await bench.port.applyRed(request);
      await bench.fault(kind, 'look');
      expect(await bench.port.findSheet(request.requestId)).toMatchObject({ kind: 'unknown' });
    },
  );

  test('issuing and taking back are asked after in the same way', async () => {
    const issued = sheetOf(await bench.port.applyRed(half(await bench.blue({ booked: false }))));
    await bench.fault('drop_after', 'issue');
    expect(await bench.port.issueRed(issued.sheetId)).toMatchObject({ kind: 'unknown' });
    expect(sheetOf(await bench.port.querySheet(issued.sheetId)).red).not.toBeNull();
    const taken = sheetOf(await bench.port.applyRed(half(await bench.blue({ booked: true }))));
    await bench.fault('half_body', 'revoke');
    expect(await bench.port.revoke(taken.sheetId)).toMatchObject({ kind: 'unknown' });
    expect(sheetOf(await bench.port.querySheet(taken.sheetId)).status).toBe('08');
  });
}

function doorTests(bench: InvoicingBench): void {
  test('whoever is too fast is told to wait, and no sheet is made', async () => {
    const request = half(await bench.blue({ booked: false }));
    await bench.fault('throttled', 'apply');
    expect(await bench.port.applyRed(request)).toMatchObject({ kind: 'throttled' });
    expect(await bench.port.findSheet(request.requestId)).toEqual({ kind: 'absent' });
  });

  test('keys work, and wrong ones are a fault of the connection and not of an invoice', async () => {
    expect(await bench.port.checkAccess()).toEqual({ kind: 'works' });
    expect(await bench.strangerPort.checkAccess()).toMatchObject({ kind: 'refused' });
    const request = half(await bench.blue({ booked: false }));
    expect(await bench.strangerPort.applyRed(request)).toMatchObject({ kind: 'configuration_fault' });
    expect(await bench.strangerPort.findSheet(request.requestId)).toMatchObject({ kind: 'configuration_fault' });
  });
}
