import type { RedReason } from '../../domain/invoicing/red-due.ts';
import type { SheetStatus } from '../../domain/invoicing/red-task.ts';
import type { Money } from '../../domain/money.ts';
import type { Instant, LocalDate } from '../../domain/time.ts';

/** What is asked for: part of a blue invoice is turned red. Amounts are positive; on the wire they are negative. */
export type RedRequest = {
  /** Ours: at most one sheet is made for it, however often it is sent. */
  requestId: string;
  blueNumber: string;
  reason: RedReason;
  lines: readonly { number: number; net: Money; tax: Money }[];
};

/** A red confirmation sheet (红字发票信息确认单) as the tax platform has it. */
export type RedSheet = {
  sheetId: string;
  status: SheetStatus;
  /** Until when the other side may confirm. */
  confirmBy: Instant | null;
  red: { number: string; issuedOn: LocalDate } | null;
};

/**
 * - `throttled`: nothing was done; send it again later.
 * - `configuration_fault`: keys, permission or address: nothing else will be taken either.
 * - `unknown`: timeout or broken answer. It may have been done: ask before it is sent again.
 */
export type InvoiceFault =
  | { kind: 'throttled'; retryAfterMs: number }
  | { kind: 'configuration_fault'; message: string }
  | { kind: 'unknown'; cause: string };

/** `refused`: it was not done, and will be refused again until something changes. */
export type SheetOutcome =
  | { kind: 'sheet'; sheet: RedSheet }
  | { kind: 'refused'; code: string; message: string }
  | InvoiceFault;

/** `absent`: the platform answered, and has no such sheet. */
export type SheetLookup = { kind: 'sheet'; sheet: RedSheet } | { kind: 'absent' } | InvoiceFault;

export type InvoiceCheck =
  | { kind: 'works' }
  | { kind: 'refused'; message: string }
  | { kind: 'unknown'; cause: string };

/** A service through which red invoices are applied for and issued. Behaviour is fixed by `conformance.ts`. */
export interface InvoicePort {
  /** How long after it was sent a request may still arrive: before that, `absent` proves nothing. */
  readonly settlesMs: number;
  applyRed(request: RedRequest): Promise<SheetOutcome>;
  /** Looks for a sheet by our own number of the request. */
  findSheet(requestId: string): Promise<SheetLookup>;
  querySheet(sheetId: string): Promise<SheetLookup>;
  /** Takes back a sheet that we started. */
  revoke(sheetId: string): Promise<SheetOutcome>;
  /** Issues the red invoice of a sheet that needs no confirmation or has it. */
  issueRed(sheetId: string): Promise<SheetOutcome>;
  /** Asks something harmless: do the keys work? */
  checkAccess(): Promise<InvoiceCheck>;
}
