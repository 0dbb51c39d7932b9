import { fenOf } from '../yuan.ts';
import { numberIn } from './queries.ts';
import type { Return } from './shapes.ts';
import { returnView } from './views.ts';
import { fen, orderOf, payBack, type ShopifyWorld, saveReturn, sumOf, totalPaid, totalRefunded } from './world.ts';

type Payload = { return: object | null; userErrors: { code: string; field: string[]; message: string }[] };

const refused = (code: string, field: string[], message: string): Payload => ({
  return: null,
  userErrors: [{ code, field, message }],
});

type Money = { amount: string; currencyCode: string };
type ProcessInput = {
  returnId: string;
  returnLineItems?: { id: string; quantity: number }[] | null;
  financialTransfer?: {
    issueRefund?: {
      allowOverRefunding?: boolean;
      orderTransactions: { parentId: string; transactionAmount: Money }[];
    } | null;
  } | null;
};

/** The roots of a mutation. The codes are Shopify's; which of them it gives for what is not published. */
export function mutations(world: ShopifyWorld) {
  const done = (one: Return): Payload => ({ return: returnView(world, one), userErrors: [] });
  /** Moves a return on that stands where it must. */
  const move = (
    id: string,
    from: readonly Return['status'][],
    to: (one: Return) => { changes: Partial<Return>; topic: string },
  ): Payload => {
    const one = world.book.returns.get(numberIn(id, 'Return'));
    if (!one) return refused('NOT_FOUND', ['id'], 'Return does not exist');
    if (!from.includes(one.status)) return refused('INVALID_STATE', ['id'], `Return is ${one.status}`);
    const { changes, topic } = to(one);
    return done(saveReturn(world, one, changes, topic));
  };
  const now = (): number => world.clock.now();

  return {
    returnApproveRequest: ({ input }: { input: { id: string } }) =>
      move(input.id, ['REQUESTED'], () => ({
        changes: { status: 'OPEN', approvedAt: now() },
        topic: 'returns/approve',
      })),
    returnDeclineRequest: ({ input }: { input: { id: string; declineReason: string; declineNote?: string | null } }) =>
      move(input.id, ['REQUESTED'], () => ({
        changes: { status: 'DECLINED', decline: { reason: input.declineReason, note: input.declineNote ?? '' } },
        topic: 'returns/decline',
      })),
    // A return can be cancelled only before a refund or a disposition.
    returnCancel: ({ id }: { id: string }) => {
      const one = world.book.returns.get(numberIn(id, 'Return'));
      const touched = one?.lines.some(({ processedQuantity }) => processedQuantity > 0);
      if (touched) return refused('NOT_EDITABLE', ['id'], 'Return has processed items');
      return move(id, ['OPEN'], () => ({
        changes: { status: 'CANCELED', closedAt: now() },
        topic: 'returns/cancel',
      }));
    },
    returnClose: ({ id }: { id: string }) =>
      move(id, ['OPEN'], () => ({ changes: { status: 'CLOSED', closedAt: now() }, topic: 'returns/close' })),
    returnProcess: ({ input }: { input: ProcessInput }) => {
      const one = world.book.returns.get(numberIn(input.returnId, 'Return'));
      if (!one) return refused('NOT_FOUND', ['input', 'returnId'], 'Return does not exist');
      world.book.record({ type: 'processing_asked', returnId: one.id });
      const problem = problemWith(world, one, input);
      return problem ?? done(processReturn(world, one, input));
    },
  };
}

function problemWith(world: ShopifyWorld, one: Return, input: ProcessInput): Payload | undefined {
  if (one.status !== 'OPEN') return refused('INVALID_STATE', ['input', 'returnId'], `Return is ${one.status}`);
  for (const { id, quantity } of input.returnLineItems ?? []) {
    const line = one.lines.find((candidate) => candidate.id === numberIn(id, 'ReturnLineItem'));
    if (!line) return refused('NOT_FOUND', ['input', 'returnLineItems'], 'Return line item does not exist');
    if (quantity < 1 || quantity > line.quantity - line.processedQuantity) {
      return refused('INVALID', ['input', 'returnLineItems'], 'Quantity exceeds the processable quantity');
    }
  }
  const refund = input.financialTransfer?.issueRefund;
  if (!refund) return undefined;
  const field = ['input', 'financialTransfer', 'issueRefund', 'orderTransactions'];
  const order = orderOf(world, one);
  for (const { parentId, transactionAmount } of refund.orderTransactions) {
    const parent = order.transactions.find(({ id }) => id === numberIn(parentId, 'OrderTransaction'));
    const amount = fenOf(transactionAmount.amount);
    if (parent?.kind !== 'SALE') return refused('INVALID', field, 'Parent transaction is no payment of the order');
    if (transactionAmount.currencyCode !== order.currency) return refused('INVALID', field, 'Currency does not match');
    const gone = sumOf(order.transactions.filter((other) => other.parentId === parent.id).map((other) => other.amount));
    if (amount === undefined || amount <= 0n || amount > fen(parent.amount) - gone) {
      return refused('INVALID', field, 'Amount is not refundable');
    }
  }
  const total = sumOf(refund.orderTransactions.map(({ transactionAmount }) => transactionAmount.amount));
  return total > totalPaid(order) - totalRefunded(order)
    ? refused('INVALID', field, 'Amount exceeds what was paid')
    : undefined;
}

function processReturn(world: ShopifyWorld, one: Return, input: ProcessInput): Return {
  const refund = input.financialTransfer?.issueRefund;
  if (refund) {
    const payments = refund.orderTransactions.map(({ parentId, transactionAmount }) => ({
      parentId: numberIn(parentId, 'OrderTransaction'),
      fen: fen(transactionAmount.amount),
    }));
    payBack(world, orderOf(world, one), payments, { by: 'app', returnId: one.id });
  }
  const done = new Map(
    (input.returnLineItems ?? []).map(({ id, quantity }) => [numberIn(id, 'ReturnLineItem'), quantity]),
  );
  const lines = one.lines.map((line) => {
    const quantity = done.get(line.id) ?? 0;
    return {
      ...line,
      processedQuantity: line.processedQuantity + quantity,
      refundedQuantity: line.refundedQuantity + (refund ? quantity : 0),
    };
  });
  const over = lines.every(({ quantity, processedQuantity }) => processedQuantity >= quantity);
  const ending = over ? { status: 'CLOSED' as const, closedAt: world.clock.now() } : {};
  return saveReturn(world, one, { lines, ...ending }, 'returns/process');
}
