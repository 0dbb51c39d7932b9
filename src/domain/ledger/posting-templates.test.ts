import { describe, expect, test } from 'vitest';
import { anOrder, anOrderLine, anRma, aRefund, fen, NOW, yuan } from '../../../test/support/builders.ts';
import type { Money } from '../money.ts';
import type { Order } from '../orders/order.ts';
import type { Advance } from '../returns/advance.ts';
import type { RefundBooking, RmaEvent } from '../returns/events.ts';
import { evolve } from '../returns/evolve.ts';
import type { Rma, RmaLine } from '../returns/rma.ts';
import { localDate } from '../time.ts';
import type { AccountRole } from './accounts.ts';
import { type BookDocument, cannotBook, documentEntries } from './book-document.ts';
import type { JournalEntry } from './entry.ts';
import { journalEntriesFor } from './journal-entries.ts';
import { withBooks } from './line-books.ts';
import { cannotBegin, type PostingTerms, termsAtFirst, termsOn } from './posting-terms.ts';

const inWords = (entries: readonly JournalEntry[]): string[] =>
  entries.map(({ kind, lines }) => {
    const amount = (money: Money) => (Number(money.minor) / 100).toFixed(2);
    const side = (name: 'debit' | 'credit') =>
      lines.filter((line) => line[name].minor > 0n).map((line) => `${line.role} ${amount(line[name])}`);
    return `${kind}: Dr ${side('debit').join(', ')} / Cr ${side('credit').join(', ')}`;
  });

const order = (facts: Partial<Order> = {}): Order =>
  anOrder({ lines: [anOrderLine({ quantity: 1, paid: yuan(113), unitCost: yuan(60) })], ...facts });

const rmaWith = (line: Partial<RmaLine>): Rma => {
  const rma = anRma({ refunds: [aRefund()] });
  return { ...rma, lines: rma.lines.map((each) => ({ ...each, quantity: 1, ...line })) };
};
const lineId = anRma().lines[0]?.id ?? 'rli_1';
const orderLineId = anRma().lines[0]?.orderLineId ?? 'oli_coat';

const booking = (facts: Partial<RefundBooking> = {}): RefundBooking => ({
  lineId,
  orderLineId,
  units: 1,
  goods: yuan(113),
  freight: fen(0),
  vatBasisPoints: 1_300,
  funded: [],
  ...facts,
});
const refund = (...parts: RefundBooking[]): RmaEvent => ({
  type: 'refund_requested',
  refundId: 'rfd_2',
  paymentId: 'pay_1',
  method: 'alipay',
  tradeNumber: 'T',
  amount: { minor: parts.reduce((all, part) => all + part.goods.minor, 0n), currency: 'CNY' },
  parts: [],
  explanation: [],
  booking: parts,
  at: NOW,
});
const received: RmaEvent = { type: 'line_received', lineId, quantity: 1, at: NOW, sku: 'COAT-M', unitCost: yuan(60) };
const missing: RmaEvent = { type: 'line_missing', lineId, orderLineId, quantity: 1 };

/** Events as the door writes them, and what they do to the books. */
function books(rma: Rma, events: RmaEvent[], of: Order = order(), terms: Partial<PostingTerms> = {}): string[] {
  let now = rma;
  return withBooks(of, rma, events, { ...termsAtFirst, ...terms }).flatMap((event) => {
    now = evolve(now, event);
    return inWords(journalEntriesFor(now, event));
  });
}

const reversed = 'refund_ordered: Dr sales_revenue 100.00, output_vat 13.00 / Cr refunds_payable 113.00';
const unearned = 'refund_ordered: Dr contract_liability 100.00, deferred_output_vat 13.00 / Cr refunds_payable 113.00';

describe('templates of policy B: price 113.00 with tax, cost 60.00', () => {
  test('T1: before shipping nothing was recognised, and no goods are to come', () => {
    const unshipped = order({ shippedAt: null, deliveredAt: null });
    expect(books(rmaWith({ reception: 'not_expected' }), [refund(booking())], unshipped)).toEqual([unearned]);
  });

  test('T2: shipped and not yet delivered, for books that recognise a sale at delivery', () => {
    const onTheWay = order({ deliveredAt: null });
    const terms = { recognition: 'delivery' } as const;
    expect(books(rmaWith({ reception: 'in_transit' }), [received, refund(booking())], onTheWay, terms)).toEqual([
      'goods_received: Dr goods_in_inspection 60.00 / Cr goods_shipped 60.00',
      unearned,
    ]);
    expect(books(rmaWith({ reception: 'in_transit' }), [refund(booking()), received], onTheWay, terms)).toEqual([
      unearned,
      'goods_received: Dr goods_in_inspection 60.00 / Cr goods_shipped 60.00',
    ]);
    expect(books(rmaWith({ reception: 'in_transit' }), [received], onTheWay)).toEqual([
      'goods_received: Dr goods_in_inspection 60.00 / Cr cost_of_sales 60.00',
    ]);
  });

  test('T3, T5 in one step: the goods are here when the money goes', () => {
    expect(books(rmaWith({ reception: 'in_transit' }), [received, refund(booking())])).toEqual([
      'goods_received: Dr goods_in_inspection 60.00 / Cr cost_of_sales 60.00',
      reversed,
    ]);
  });

  test('T4, T5: a refund before the goods leaves a right to them, which their arrival uses up', () => {
    expect(books(rmaWith({ reception: 'awaiting' }), [refund(booking()), received])).toEqual([
      reversed,
      'goods_owed: Dr right_to_goods 60.00 / Cr cost_of_sales 60.00',
      'goods_received: Dr goods_in_inspection 60.00 / Cr right_to_goods 60.00',
    ]);
  });

  test('T4 in parts: what came leaves the right to the rest, and an arrival that is undone gives it back', () => {
    const two = order({ lines: [anOrderLine({ quantity: 2, paid: yuan(226), unitCost: yuan(60) })] });
    const split: RmaEvent = { type: 'line_split', lineId, newLineId: 'rli_2', quantity: 1 };
    const undone: RmaEvent = {
      type: 'line_receipt_undone',
      lineId,
      quantity: 1,
      at: NOW,
      sku: 'COAT-M',
      unitCost: yuan(60),
      to: 'Q',
    };
    const rma = rmaWith({ reception: 'in_transit', quantity: 2 });
    expect(
      books(rma, [refund(booking({ units: 2, goods: yuan(226) })), split, received, undone, received], two).slice(1),
    ).toEqual([
      'goods_owed: Dr right_to_goods 120.00 / Cr cost_of_sales 120.00',
      'goods_received: Dr goods_in_inspection 60.00 / Cr right_to_goods 60.00',
      'goods_receipt_reversed: Dr right_to_goods 60.00 / Cr goods_in_inspection 60.00',
      'goods_received: Dr goods_in_inspection 60.00 / Cr right_to_goods 60.00',
    ]);
    expect(
      books(
        rma,
        [
          refund(booking({ units: 2, goods: yuan(226) })),
          split,
          { ...missing, lineId: 'rli_2' },
          { ...received, lineId, unitCost: yuan(65) },
        ],
        two,
      ).slice(2),
    ).toEqual([
      'goods_lost: Dr pending_loss 60.00 / Cr right_to_goods 60.00',
      'goods_received: Dr goods_in_inspection 65.00 / Cr right_to_goods 60.00, cost_of_sales 5.00',
    ]);
  });

  test('T9, T10: what the buyer keeps changes no cost', () => {
    expect(books(rmaWith({ reception: 'not_expected' }), [refund(booking())])).toEqual([reversed]);
    const allowance = booking({ goods: yuan(11.3), rebate: true, units: 0 });
    expect(books(rmaWith({ reception: 'awaiting' }), [refund(allowance)])).toEqual([
      'refund_ordered: Dr sales_revenue 10.00, output_vat 1.30 / Cr refunds_payable 11.30',
    ]);
  });

  test('T6 by the gross method keeps the cost and an allowance, and its undoing takes both back', () => {
    const away = { lineId, sku: 'COAT-M', quantity: 1, location: 'A', cost: yuan(60), value: yuan(40) } as const;
    const resale: RmaEvent = { type: 'line_disposed', disposition: 'resale', ...away };
    const undone: RmaEvent = { type: 'line_disposition_undone', disposition: 'resale', because: '', at: NOW, ...away };
    const rma = rmaWith({ reception: 'received' });
    expect(books(rma, [resale, undone, resale], order(), { resale: 'gross' })).toEqual([
      'goods_to_resale: Dr inventory_second_hand 60.00, impairment 20.00 / Cr goods_in_inspection 60.00, inventory_allowance 20.00',
      'goods_put_away_reversed: Dr goods_in_inspection 60.00, inventory_allowance 20.00 / Cr inventory_second_hand 60.00, impairment 20.00',
      'goods_to_resale: Dr inventory_second_hand 60.00, impairment 20.00 / Cr goods_in_inspection 60.00, inventory_allowance 20.00',
    ]);
    // The terms may have changed in between: an entry is undone as it was made.
    const [booked] = withBooks(order(), rma, [resale], { ...termsAtFirst, resale: 'gross' });
    const later = evolve(rma, booked as RmaEvent);
    expect(books(later, [undone])).toEqual([
      'goods_put_away_reversed: Dr goods_in_inspection 60.00, inventory_allowance 20.00 / Cr inventory_second_hand 60.00, impairment 20.00',
    ]);
  });

  test('T21, T22: a lost parcel leaves a loss, found goods take it back', () => {
    const found: RmaEvent = { type: 'line_found', lineId, orderLineId, quantity: 1 };
    expect(books(rmaWith({ reception: 'awaiting' }), [refund(booking()), missing, found, received]).slice(2)).toEqual([
      'goods_lost: Dr pending_loss 60.00 / Cr right_to_goods 60.00',
      'goods_found: Dr right_to_goods 60.00 / Cr pending_loss 60.00',
      'goods_received: Dr goods_in_inspection 60.00 / Cr right_to_goods 60.00',
    ]);
    expect(books(rmaWith({ reception: 'awaiting' }), [missing])).toEqual([]);
    expect(books(rmaWith({ reception: 'awaiting' }), [missing, refund(booking())])).toEqual([
      reversed,
      'goods_lost: Dr pending_loss 60.00 / Cr cost_of_sales 60.00',
    ]);
  });

  test('goods of unknown cost leave no right', () => {
    const unknown = order({ lines: [anOrderLine({ quantity: 1, unitCost: fen(0) })] });
    expect(books(rmaWith({ reception: 'awaiting' }), [refund(booking()), received], unknown)).toEqual([
      reversed,
      'goods_received: Dr goods_in_inspection 60.00 / Cr cost_of_sales 60.00',
    ]);
  });
});

describe('policy A (CAS 14): returns were provided for at the sale', () => {
  const terms = { policy: 'estimate', recoveryMinor: 800n } as const;

  test('ten of a hundred at 100.00 net come back: 1,000 and 130 go, 600 of goods come for 520 and 80', () => {
    const ten = order({ lines: [anOrderLine({ quantity: 10, paid: yuan(1130), unitCost: yuan(60) })] });
    const back = { ...received, quantity: 10 };
    const paid = refund(booking({ units: 10, goods: yuan(1130) }));
    const expected = [
      'refund_ordered: Dr refund_liability 1000.00, output_vat 130.00 / Cr refunds_payable 1130.00',
      'goods_received: Dr goods_in_inspection 600.00 / Cr right_to_goods 520.00, return_freight 80.00',
    ];
    const rma = rmaWith({ reception: 'in_transit', quantity: 10 });
    expect(books(rma, [paid, back], ten, terms)).toEqual(expected);
    expect(books(rma, [back, paid], ten, terms)).toEqual(expected.toReversed());
  });

  test('the provision: ten per cent of 10,000 and of a cost of 6,000 less 8.00 a piece for getting them back', () => {
    const estimate: BookDocument = { kind: 'returns_estimate', revenue: yuan(1000), cost: yuan(520) };
    expect(inWords(documentEntries(estimate))).toEqual([
      'returns_estimated: Dr sales_revenue 1000.00, right_to_goods 520.00 / Cr refund_liability 1000.00, cost_of_sales 520.00',
    ]);
    expect(cannotBook(estimate, 'actual')).toEqual({ code: 'estimate_needs_policy_a' });
    expect(cannotBook(estimate, 'estimate')).toBeNull();
  });

  test('a new estimate of 10 % instead of 8 % of 200 moves 4.00 and 3.20, and back where less is expected', () => {
    const more: BookDocument = { kind: 'returns_estimate', revenue: yuan(4), cost: yuan(3.2) };
    expect(inWords(documentEntries(more))).toEqual([
      'returns_estimated: Dr sales_revenue 4.00, right_to_goods 3.20 / Cr refund_liability 4.00, cost_of_sales 3.20',
    ]);
    expect(inWords(documentEntries({ ...more, lower: true }))).toEqual([
      'returns_estimated: Dr refund_liability 4.00, cost_of_sales 3.20 / Cr sales_revenue 4.00, right_to_goods 3.20',
    ]);
  });

  test('what the buyer keeps was not expected back, and a lost piece is lost out of the right to it', () => {
    expect(books(rmaWith({ reception: 'not_expected' }), [refund(booking())], order(), terms)).toEqual([reversed]);
    expect(books(rmaWith({ reception: 'awaiting' }), [refund(booking()), missing], order(), terms)).toEqual([
      'refund_ordered: Dr refund_liability 100.00, output_vat 13.00 / Cr refunds_payable 113.00',
      'goods_lost: Dr pending_loss 52.00 / Cr right_to_goods 52.00',
    ]);
    expect(books(rmaWith({ reception: 'missing' }), [refund(booking())], order(), terms)).toEqual([
      'refund_ordered: Dr refund_liability 100.00, output_vat 13.00 / Cr refunds_payable 113.00',
      'goods_lost: Dr pending_loss 52.00 / Cr right_to_goods 52.00',
    ]);
  });

  test('goods paid ahead that are given up are lost for what the right to them stood at; late ones take just that back (M-4)', () => {
    const advance: Advance = {
      on: 'approval',
      day: localDate(NOW, 'Asia/Shanghai'),
      at: NOW,
      lines: [{ lineId, amount: yuan(113) }],
      chases: [],
    };
    const rma: Rma = { ...rmaWith({ reception: 'awaiting' }), advance };
    const given: RmaEvent = {
      type: 'advance_written_off',
      lineIds: [lineId],
      amount: yuan(113),
      because: '买家失联',
      by: 'usr_1',
      at: NOW,
    };
    expect(books(rma, [refund(booking()), given, received], order(), terms).slice(1)).toEqual([
      'advance_written_off: Dr selling_loss 52.00 / Cr right_to_goods 52.00',
      'goods_received: Dr goods_in_inspection 60.00 / Cr selling_loss 52.00, return_freight 8.00',
    ]);
  });

  test('a return that was begun under policy B ends under it', () => {
    const rma = rmaWith({ reception: 'awaiting' });
    const [first] = withBooks(order(), rma, [refund(booking())], termsAtFirst);
    expect(books(evolve(rma, first as RmaEvent), [received], order(), terms)).toEqual([
      'goods_received: Dr goods_in_inspection 60.00 / Cr right_to_goods 60.00',
    ]);
  });
});

describe('what an accountant books from a paper', () => {
  const loss = { kind: 'loss_settled', item: 'R1', amount: yuan(60), cause: 'courier' } as const;
  test.each<[string, BookDocument, string]>([
    ['T7, usual', { ...loss, outcome: 'stock_loss' }, 'loss_settled: Dr stock_loss 60.00 / Cr pending_loss 60.00'],
    [
      'T7, abnormal: the input tax of 7.80 is lost with the goods',
      { ...loss, outcome: 'abnormal_loss', inputVatBasisPoints: 1_300 },
      'loss_settled: Dr abnormal_loss 67.80 / Cr pending_loss 60.00, input_vat_out 7.80',
    ],
    [
      'T7, the courier is liable',
      { ...loss, outcome: 'owed', party: { kind: 'courier', id: 'sf' } },
      'loss_settled: Dr claims_receivable 60.00 / Cr pending_loss 60.00',
    ],
    [
      'T21: what the courier did not grant',
      { ...loss, amount: yuan(10), outcome: 'selling_loss' },
      'loss_settled: Dr selling_loss 10.00 / Cr pending_loss 10.00',
    ],
    [
      'a claim that brought more than was lost',
      { ...loss, gain: true, outcome: 'selling_loss' },
      'loss_settled: Dr pending_loss 60.00 / Cr selling_loss 60.00',
    ],
    [
      'T8',
      { kind: 'scrap_sale', gross: yuan(11.3), vatBasisPoints: 1_300 },
      'scrap_sold: Dr bank 11.30 / Cr other_income 10.00, output_vat 1.30',
    ],
    ['T11', { kind: 'goodwill', amount: yuan(5) }, 'goodwill_paid: Dr goodwill 5.00 / Cr gateway_balance 5.00'],
    [
      'T14: of 8.00 with 6 % the tax is what 7.55 leaves',
      { kind: 'freight_bill', courier: 'sf', gross: yuan(8), vatBasisPoints: 600 },
      'freight_billed: Dr return_freight 7.55, input_vat 0.45 / Cr freight_payable 8.00',
    ],
    [
      'T16',
      { kind: 'freight_insurance', amount: yuan(0.8) },
      'freight_insured: Dr freight_insurance 0.80 / Cr gateway_balance 0.80',
    ],
    [
      'T20',
      { kind: 'fee_returned', amount: yuan(0.68) },
      'fee_returned: Dr gateway_balance 0.68 / Cr payment_fees 0.68',
    ],
    [
      'M-7: a gateway has paid a fen more',
      { kind: 'statement_difference', item: 'R1', amount: fen(1), as: 'payment_fees' },
      'statement_followed: Dr payment_fees 0.01 / Cr gateway_balance 0.01',
    ],
    [
      'M-7: a gateway has paid less',
      { kind: 'statement_difference', item: 'R1', amount: yuan(5), less: true, as: 'pending_loss' },
      'statement_followed: Dr gateway_balance 5.00 / Cr pending_loss 5.00',
    ],
    [
      'M-7: a marketplace has kept more',
      { kind: 'statement_difference', item: 'R1', amount: yuan(5), as: 'pending_loss', platform: 'taobao' },
      'statement_followed: Dr pending_loss 5.00 / Cr platform_receivable 5.00',
    ],
    [
      'T24',
      { kind: 'fine', platform: 'taobao', amount: yuan(30) },
      'platform_fined: Dr fines 30.00 / Cr platform_receivable 30.00',
    ],
    [
      'a courier is paid',
      { kind: 'party_payment', account: 'freight_payable', party: { kind: 'courier', id: 'sf' }, amount: yuan(8) },
      'party_paid: Dr freight_payable 8.00 / Cr bank 8.00',
    ],
    [
      'a vendor pays',
      { kind: 'party_payment', account: 'vendor_receivable', party: { kind: 'vendor', id: 'v' }, amount: yuan(8) },
      'party_received: Dr bank 8.00 / Cr vendor_receivable 8.00',
    ],
  ])('%s', (_, document, entry) => {
    expect(inWords(documentEntries(document))).toEqual([entry]);
    expect(cannotBook(document, 'actual')).toBeNull();
  });

  test('a loss that somebody owes says who', () => {
    expect(cannotBook({ ...loss, outcome: 'owed' }, 'actual')).toEqual({ code: 'party_needed' });
    expect(cannotBook({ ...loss, outcome: 'stock_loss', amount: fen(0) }, 'actual')).toEqual({
      code: 'amount_not_positive',
    });
  });
});

test('who owes and who is owed stands on the line', () => {
  const [entry] = journalEntriesFor(
    rmaWith({}),
    refund(
      booking({
        goods: yuan(93),
        funded: [
          { funder: 'platform', amount: yuan(10) },
          { funder: 'government', amount: yuan(10) },
        ],
      }),
    ),
  );
  const parties = (entry?.lines ?? []).flatMap(({ role, party }): [AccountRole, string][] =>
    party ? [[role, `${party.kind} ${party.id}`]] : [],
  );
  expect(parties).toEqual([
    ['refunds_payable', `buyer ${anRma().number}`],
    ['subsidy_receivable', `platform ${anRma().channel}`],
    ['subsidy_receivable', 'government government'],
  ]);
});

test('terms hold from their day on, and a standard without provisions begins none', () => {
  const day = (text: string) => text as PostingTerms & string as never;
  const dated = [
    { ...termsAtFirst, from: day('2027-01-01'), policy: 'estimate' as const },
    { ...termsAtFirst, from: day('2026-12-01'), resale: 'gross' as const },
  ];
  expect(termsOn(dated, day('2026-11-30'))).toEqual(termsAtFirst);
  expect(termsOn(dated, day('2026-12-01')).resale).toBe('gross');
  expect(termsOn(dated, day('2027-06-01')).policy).toBe('estimate');
  const small = { ...termsAtFirst, standard: 'small' as const, from: day('2027-01-01') };
  expect(cannotBegin(small, day('2026-12-02'))).toBeNull();
  expect(cannotBegin(small, day('2027-01-02'))?.code).toBe('terms_begin_too_early');
  expect(cannotBegin({ ...small, policy: 'estimate' }, day('2026-12-02'))?.code).toBe('standard_knows_no_estimate');
  expect(cannotBegin({ ...small, resale: 'gross' }, day('2026-12-02'))?.code).toBe('standard_knows_no_allowance');
});
