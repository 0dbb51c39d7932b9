import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RmaEvent, RmaEventType } from '../src/domain/returns/events.ts';
import { evolve } from '../src/domain/returns/evolve.ts';
import type { Rma } from '../src/domain/returns/rma.ts';
import { reviveMoney } from '../src/domain/wire.ts';
import { packageRoot } from '../src/server/package-root.ts';

// Events as released versions wrote them, with what they added up to then. These files are never changed: an event that
// was ever written must still fold to the same return. A new version adds files.
const folder = join(packageRoot, 'test/fixtures/events');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));

const readFixture = (name: string) =>
  reviveMoney<{ events: RmaEvent[]; state: Rma }>(JSON.parse(readFileSync(join(folder, name), 'utf8')));

test.each(files)('%s folds to what it was', (name) => {
  const { events, state } = readFixture(name);
  expect(events.reduce<Rma | null>(evolve, null)).toEqual(state);
});

/** A type that is added here without a fixture fails below; one that is not added does not compile. */
const types: Record<RmaEventType, true> = {
  rma_opened: true,
  evidence_added: true,
  policy_applied: true,
  rma_approved: true,
  rma_escalated: true,
  rma_rejected: true,
  rma_reopened: true,
  evidence_requested: true,
  rma_withdrawn: true,
  parcel_announced: true,
  parcel_status_changed: true,
  parcel_courier_corrected: true,
  line_split: true,
  line_received: true,
  line_receipt_undone: true,
  line_missing: true,
  line_inspected: true,
  line_disposed: true,
  line_looked_again: true,
  second_look_resolved: true,
  scrap_asked: true,
  scrap_refused: true,
  line_disposition_undone: true,
  line_inspection_undone: true,
  refund_requested: true,
  nothing_to_refund: true,
  refund_succeeded: true,
  refund_rejected: true,
  refund_unknown: true,
  refund_accepted: true,
  refund_abnormal: true,
  refund_attempted: true,
  refund_resent: true,
  refund_reissued: true,
  channel_followed: true,
  channel_told: true,
  channel_refused: true,
  rma_assigned: true,
  rma_unassigned: true,
  automation_stopped: true,
  automation_resumed: true,
  approval_given: true,
  channel_left_to_platform: true,
  rma_converted: true,
  conversion_not_followed: true,
  replacement_shipped: true,
  platform_intervened: true,
  platform_decided: true,
  clock_reminded: true,
  clock_acted: true,
  deadline_lapsed: true,
  extension_requested: true,
  deadline_extended: true,
  extension_refused: true,
  message_sent: true,
  message_delivered: true,
  message_failed: true,
  message_resent: true,
  message_received: true,
  messages_acknowledged: true,
  offer_made: true,
  offer_accepted: true,
  offer_declined: true,
  offer_withdrawn: true,
  offer_lapsed: true,
  channel_asked_again: true,
  dispute_evidence_asked: true,
  dispute_answered: true,
  dispute_ended: true,
  reason_changed: true,
  reason_change_noted: true,
  shop_refund_recorded: true,
  shop_refund_not_recorded: true,
  shop_record_asked_again: true,
  pickup_asked: true,
  pickup_moved: true,
  pickup_refused: true,
  pickup_unknown: true,
  pickup_called_off: true,
  pickup_not_cancelled: true,
  outbound_followed: true,
  outbound_status_changed: true,
  intercept_asked: true,
  intercept_told: true,
  intercept_wait_ended: true,
  claim_filed: true,
  claim_accepted: true,
  claim_refused: true,
  claim_appealed: true,
  claim_paid: true,
  claim_closed: true,
  postage_asked: true,
  postage_insured_paid: true,
  postage_insured_refused: true,
  postage_paid: true,
  postage_declined: true,
  postage_recovered: true,
  in_kind_given: true,
  amount_left_to_person: true,
  line_found: true,
  difference_found: true,
  difference_settled: true,
  payee_named: true,
  transfer_proposed: true,
  transfer_approved: true,
  transfer_ended: true,
  transfer_redirect_begun: true,
  transfer_redirect_failed: true,
  transfer_paid_twice: true,
  transfer_reclaimed: true,
  advance_made: true,
  advance_declined: true,
  advance_chased: true,
  advance_written_off: true,
};

test('every type of event that was ever written is among the fixtures', () => {
  const seen = new Set(files.flatMap((name) => readFixture(name).events.map((event) => event.type)));
  expect((Object.keys(types) as RmaEventType[]).filter((type) => !seen.has(type))).toEqual([]);
});
