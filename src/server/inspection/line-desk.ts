import type { z } from 'zod';
import { toMoneyView } from '../../contract/common.ts';
import type { lineDesk } from '../../contract/inspection.ts';
import { type Graded, suggestWay, valuesOf, type WayValue } from '../../domain/inspection/expected-value.ts';
import { checksFor, type InspectionBook, templateFor, ways } from '../../domain/inspection/inspection-book.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { boughtLine } from '../../domain/returns/bought-line.ts';
import { whyNotThisWay } from '../../domain/returns/put-away.ts';
import type { RmaLine } from '../../domain/returns/rma.ts';
import { type Instant, toMs } from '../../domain/time.ts';
import { isBlind } from '../returns/line-findings.ts';
import type { Locked } from '../returns/rma-store.ts';

type Desk = z.infer<typeof lineDesk.reply>;
type Looking = { book: InspectionBook; policy: Policy; who: Who; now: Instant; quantity?: number | undefined };

const DAY_MS = 86_400_000;

/** What the desk asks about the goods of a line, and once they are graded, what each way for them is worth. */
export function deskView(found: Locked, line: RmaLine, looking: Looking): Desk {
  const { order } = found;
  const { book, now, who } = looking;
  const bought = boughtLine(line, found);
  const template = templateFor(book, bought);
  const ageDays = Math.max(0, Math.floor((toMs(now) - toMs(order.shippedAt ?? order.placedAt)) / DAY_MS));
  const isKnown = line.grade !== null && !isBlind(line, who);
  return {
    bookVersion: book.version,
    templateId: template?.id ?? null,
    checks: checksFor(template, bought.goodsClass).map(({ cap, consequence, ...check }) => ({
      ...check,
      cap: cap ?? null,
      consequence: consequence ?? null,
    })),
    grades: book.grades,
    serials: template?.serials ?? 'no',
    serialsKnown: bought.serials?.length ?? 0,
    minShelfDays: template?.minShelfDays ?? null,
    ageDays,
    ...(isKnown ? waysOf(found, line, looking, ageDays) : { ways: [], suggested: null }),
  };
}

function waysOf(found: Locked, line: RmaLine, looking: Looking, ageDays: number): Pick<Desk, 'ways' | 'suggested'> {
  const { rma, order } = found;
  const { book, policy, now, who } = looking;
  const context = {
    now,
    order,
    policy,
    who,
    grading: { book, draw: 0, inspectedSoFar: 0, past: [], there: null },
  };
  const graded: Graded = {
    grade: line.grade ?? 'damaged',
    failedTests: line.failedTests,
    quantity: Math.min(looking.quantity ?? line.quantity, line.quantity),
    ageDays,
    bought: boughtLine(line, found),
  };
  const values = valuesOf(book, graded);
  const reasons = new Map(ways.map((way) => [way, whyNotThisWay(rma, line, way, context)]));
  const suggested = suggestWay(book, graded, (way) => !reasons.get(way), values);
  return {
    ways: ways.map((way) => ({
      way,
      because: reasons.get(way) ?? null,
      value: valueView(values.find((value) => value.way === way)),
    })),
    suggested: suggested && {
      way: suggested.way,
      by: suggested.by,
      rule: suggested.by === 'rule' ? suggested.rule.name : null,
    },
  };
}

function valueView(value: WayValue | undefined): Desk['ways'][number]['value'] {
  if (!value) return null;
  const { share, of, proceeds, labour, repair, freight, holding, net } = value;
  return {
    share,
    of,
    proceeds: toMoneyView(proceeds),
    labour: toMoneyView(labour),
    repair: toMoneyView(repair),
    freight: toMoneyView(freight),
    holding: toMoneyView(holding),
    net: toMoneyView(net),
  };
}
