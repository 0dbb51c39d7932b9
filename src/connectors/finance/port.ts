import type { Money } from '../../domain/money.ts';
import type { LocalDate } from '../../domain/time.ts';

/** An auxiliary item (辅助核算): under which dimension of theirs, and their code of it. */
export type Auxiliary = { dimension: string; code: string };

/** One side is zero. `account` is the finance system's own code. */
export type FinanceLine = { account: string; summary: string; debit: Money; credit: Money; auxiliary?: Auxiliary };

/** A numbered voucher (记账凭证) as a finance system takes it. Balanced, and in yuan. */
export type FinanceVoucher = {
  /** Ours (`vch_…`): the finance system keeps at most one voucher of it. */
  id: string;
  date: LocalDate;
  /** `2026-09` */
  period: string;
  attachments: number;
  lines: readonly FinanceLine[];
};

/** Under what the finance system keeps it. The number is theirs: other vouchers are written there too. */
export type BookedVoucher = { vendorId: string; vendorNumber: string };

/**
 * - `booked`: it is there, once.
 * - `refused`: it is not there, and the same will be refused again until a person changes something.
 * - `throttled`: it is not there; send it again later.
 * - `configuration_fault`: keys, permission or address: nothing else will be taken either.
 * - `unknown`: timeout or broken answer. It may be there: ask before it is sent again.
 */
export type PushOutcome =
  | ({ kind: 'booked' } & BookedVoucher)
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'throttled'; retryAfterMs: number }
  | { kind: 'configuration_fault'; message: string }
  | { kind: 'unknown'; cause: string };

/** `absent`: the finance system answered, and has no such voucher. */
export type VoucherLookup =
  | ({ kind: 'booked' } & BookedVoucher)
  | { kind: 'absent' }
  | Exclude<PushOutcome, { kind: 'booked' | 'refused' }>;

export type FinanceCheck =
  | { kind: 'works' }
  | { kind: 'refused'; message: string }
  | { kind: 'unknown'; cause: string };

/** A finance system that keeps the books our vouchers go to. Behaviour is fixed by `conformance.ts`. */
export interface FinancePort {
  /** How long after it was sent a voucher may still arrive: before that, `absent` proves nothing. */
  readonly settlesMs: number;
  pushVoucher(voucher: FinanceVoucher): Promise<PushOutcome>;
  /** Looks for a voucher by our id, within its month. */
  findVoucher(voucher: Pick<FinanceVoucher, 'id' | 'period' | 'date'>): Promise<VoucherLookup>;
  /** Asks something harmless: do the keys work, and is the book there? */
  checkAccess(): Promise<FinanceCheck>;
}
