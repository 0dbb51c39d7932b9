export type RedInvoiceId = `red_${string}`;

/** Status of a red confirmation sheet (红字发票信息确认单), as the tax platform codes it. */
export const sheetStatuses = [
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  '15',
  '16',
] as const;
export type SheetStatus = (typeof sheetStatuses)[number];

/**
 * Where the task of a red invoice stands.
 * - `due`: nobody has applied. `queued`: to be applied for; nothing was sent. `applying`: sent, and no sheet is known yet.
 * - `awaiting_buyer`, `awaiting_us`: the sheet waits for a confirmation, 72 hours at most. `confirmed`: it may be issued.
 * - `issuing`, `withdrawing`: sent, and the answer is asked after.
 * - `refused`, `denied`, `expired`, `withdrawn`: the sheet has ended, and another one may be applied for.
 * - `blocked`: the tax office holds the invoice (已开退税申请单). `issued`, `by_hand`: the red invoice exists.
 */
export const redStates = [
  'due',
  'queued',
  'applying',
  'awaiting_buyer',
  'awaiting_us',
  'confirmed',
  'issuing',
  'withdrawing',
  'refused',
  'denied',
  'expired',
  'withdrawn',
  'blocked',
  'issued',
  'by_hand',
] as const;
export type RedState = (typeof redStates)[number];

const stateOfSheet: Record<SheetStatus, RedState> = {
  '01': 'confirmed',
  '02': 'awaiting_buyer',
  '03': 'awaiting_us',
  '04': 'confirmed',
  '05': 'denied',
  '06': 'denied',
  '07': 'expired',
  '08': 'withdrawn',
  '09': 'withdrawn',
  '10': 'refused',
  '11': 'refused',
  '12': 'denied',
  '13': 'blocked',
  '15': 'applying',
  '16': 'refused',
};

/** What a sheet makes of its task. A red number outweighs any status. */
export const afterSheet = ({ status, isIssued }: { status: SheetStatus; isIssued: boolean }): RedState =>
  isIssued ? 'issued' : stateOfSheet[status];

/** Nothing is at the tax platform, and the red invoice does not exist. */
const open: ReadonlySet<RedState> = new Set(['due', 'refused', 'denied', 'expired', 'withdrawn']);
const done: ReadonlySet<RedState> = new Set(['issued', 'by_hand']);
/** A sheet lies at the tax platform, and its answer is known. */
const withdrawable: ReadonlySet<RedState> = new Set(['awaiting_buyer', 'awaiting_us', 'confirmed']);

export type RedAction = 'apply' | 'withdraw' | 'finish_by_hand';
export type RedRejection = { code: 'red_invoice_not_open'; state: RedState };

/** Null: it may be done. A sheet that lies at the platform is withdrawn before anybody goes another way. */
export function whyNot(action: RedAction, state: RedState): RedRejection | null {
  const may = {
    apply: open.has(state),
    withdraw: withdrawable.has(state),
    finish_by_hand: open.has(state) || state === 'queued' || state === 'blocked',
  };
  return may[action] ? null : { code: 'red_invoice_not_open', state };
}

/** The program goes on by itself. */
export const isUnderWay = (state: RedState): boolean => !open.has(state) && !done.has(state);
