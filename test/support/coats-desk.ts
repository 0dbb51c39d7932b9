import type { InspectionBook } from '../../src/domain/inspection/inspection-book.ts';
import type { OrderLine } from '../../src/domain/orders/order.ts';
import type { Who } from '../../src/domain/people/levels.ts';
import type { OpenRma, RmaCommand } from '../../src/domain/returns/commands.ts';
import { decide, decideOpen } from '../../src/domain/returns/decide.ts';
import type { Context, Decision } from '../../src/domain/returns/decision.ts';
import type { RmaEvent } from '../../src/domain/returns/events.ts';
import { evolve } from '../../src/domain/returns/evolve.ts';
import { evolveOrder } from '../../src/domain/returns/evolve-order.ts';
import type { CheckResult } from '../../src/domain/returns/grading.ts';
import type { Disposition, Rma } from '../../src/domain/returns/rma.ts';
import { aContext, anOrder, anOrderLine, aRequest, fen, lineId, yuan } from './builders.ts';
import { aBook, ann, gradingFacts } from './grading.ts';

export type Command = Exclude<RmaCommand, OpenRma>;
type Setting = {
  bought?: Partial<OrderLine>;
  book?: Partial<InspectionBook>;
  draw?: number;
  resolution?: OpenRma['resolution'];
};

/** A return of coats that are here, lived through command by command as the program would. */
export class Desk {
  rma: Rma;
  order;
  events: RmaEvent[] = [];
  private readonly context: Context;
  private readonly setting: Setting;

  constructor(setting: Setting = {}) {
    const quantity = setting.bought?.quantity ?? 1;
    this.setting = setting;
    this.order = anOrder({ lines: [anOrderLine({ paid: yuan(199 * quantity), ...setting.bought, quantity })] });
    this.context = aContext({ order: this.order });
    const lines = [{ orderLineId: 'oli_coat' as const, quantity }];
    const opened = decideOpen(aRequest({ lines, resolution: setting.resolution ?? 'return_and_refund' }), this.context);
    if (!opened.ok) throw new Error(opened.rejection.code);
    this.rma = this.fold(null, opened.value);
    if (this.rma.review !== 'approved') this.live({ type: 'approve' });
    this.live({ type: 'receive_line', lineId: lineId(1), quantity });
  }

  private fold(start: Rma | null, events: readonly RmaEvent[]): Rma {
    let rma = start;
    for (const event of events) {
      this.order = evolveOrder(this.order, rma, event);
      rma = evolve(rma, event);
    }
    this.events.push(...events);
    if (!rma) throw new Error('no return');
    return rma;
  }

  ask(command: Command, who: Who = ann, onHand: number | null = null): Decision {
    const grading = gradingFacts({
      book: aBook(this.setting.book),
      draw: this.setting.draw ?? 9_999,
      past: this.events,
      there: onHand === null ? null : { quantity: onHand, value: fen(4_000 * onHand) },
    });
    return decide(this.rma, command, { ...this.context, order: this.order, who, grading });
  }

  live(command: Command, who: Who = ann): Decision {
    const decision = this.ask(command, who);
    if (!decision.ok) throw new Error(decision.rejection.code);
    this.rma = this.fold(this.rma, decision.value);
    return decision;
  }

  get line() {
    const [line] = this.rma.lines;
    if (!line) throw new Error('no line');
    return line;
  }
}

export const inspect = (facts: Partial<Extract<Command, { type: 'inspect_line' }>> = {}): Command => ({
  type: 'inspect_line',
  lineId: lineId(1),
  quantity: 1,
  grade: 'new',
  failedTests: [],
  photos: [],
  ...facts,
});
export const again = (facts: object = {}): Command => ({
  type: 'look_again',
  lineId: lineId(1),
  grade: 'new',
  failedTests: [],
  photos: [],
  ...facts,
});
export const dispose = (disposition: Disposition, quantity = 1, id = lineId(1)): Command => ({
  type: 'dispose_line',
  lineId: id,
  quantity,
  disposition,
  location: 'A-01',
});
export const undo = (quantity = 1, id = lineId(1)): Command => ({
  type: 'undo_disposition',
  lineId: id,
  quantity,
  because: 'wrong shelf',
});
export const undoVerdict: Command = { type: 'undo_inspection', lineId: lineId(1), quantity: 1, because: 'wrong piece' };
export const passed = (...checks: string[]): CheckResult[] =>
  checks.map((check) => ({ check, outcome: 'passed' as const, photos: [] }));

export const textile = passed('tag_removed', 'soiled', 'damaged');
export const strictBook = aBook({
  templates: [
    {
      id: 'coats',
      goodsClass: 'textile_home',
      skuPrefix: 'COAT',
      serials: 'no',
      checks: [
        {
          code: 'belt',
          kind: 'accessory',
          name: { zh: '腰带', en: 'Belt' },
          required: true,
          photoOnFail: true,
          cap: 'minor_flaw',
          consequence: '¥30',
        },
      ],
    },
  ],
});

export const sampled = { book: { secondLooks: { share: 10_000, newBelow: 0, newShare: 0, byClass: [] } }, draw: 9_999 };
export const never = () => {
  throw new Error('a day');
};
