import { expect, test } from 'vitest';
import { weighParcel } from '../../../contract/alerts.ts';
import { isDockStep } from '../../../contract/dock-steps.ts';
import { findLine, openParcel, reportDifference, signParcels } from '../../../contract/receiving.ts';
import { disposeLine, inspectLine, lookAgain, markMissing, receiveLine } from '../../../contract/warehouse.ts';
import { addressOf } from '../../ui/api.ts';
import { repeatStep } from './repeat-step.ts';

const conflict = {
  id: 'cft_1' as const,
  command: 'receive_line',
  path: '/api/rmas/rma_1/lines/rli_1_1/receive',
};

/** A server that acts once on each id, and refuses other content under an id on which it has acted. */
function aServer(line: readonly ('up' | 'lost' | 'refused')[]) {
  const done = new Map<string, string>();
  const settled: string[] = [];
  let call = 0;
  return {
    done,
    settled,
    way: {
      post: async ({ id }: { id: string }, body: object) => {
        const state = line[call++] ?? 'up';
        if (state === 'refused') throw new Error('refused');
        const content = JSON.stringify(body);
        if ((done.get(id) ?? content) !== content) throw new Error('command_id_reused');
        done.set(id, content);
        if (state === 'lost') throw new Error('lost');
      },
      settle: async (outcome: string) => void settled.push(outcome),
    },
  };
}

test('a repeated step whose answer was lost is done once, however often somebody presses (W-1)', async () => {
  const server = aServer(['lost', 'lost', 'up']);
  for (const _ of [1, 2]) await expect(repeatStep(conflict, { quantity: 2 }, 'retried', server.way)).rejects.toThrow();
  expect(server.settled).toEqual([]);
  await repeatStep(conflict, { quantity: 2 }, 'retried', server.way);
  expect([server.done.size, server.settled]).toEqual([1, ['retried']]);
});

test('after a lost answer nobody does it with other numbers beside it (W-1)', async () => {
  const server = aServer(['lost']);
  await expect(repeatStep(conflict, { quantity: 2 }, 'retried', server.way)).rejects.toThrow('lost');
  await expect(repeatStep(conflict, { quantity: 1 }, 'edited', server.way)).rejects.toThrow('command_id_reused');
  expect(server.done.size).toBe(1);
});

test('what was refused may be done otherwise (W-1)', async () => {
  const server = aServer(['refused']);
  await expect(repeatStep(conflict, { quantity: 2 }, 'retried', server.way)).rejects.toThrow('refused');
  await repeatStep(conflict, { quantity: 1 }, 'edited', server.way);
  expect(server.settled).toEqual(['edited']);
});

test('what is no step of the dock is not repeated with the rights of who presses (W-1)', async () => {
  const server = aServer(['up']);
  for (const other of [
    { ...conflict, path: '/api/members' },
    { ...conflict, command: 'invite_member', path: '/api/members' },
    { ...conflict, path: '/api/rmas/rma_1/lines/rli_1_1/dispose' },
  ]) {
    await expect(repeatStep(other, {}, 'retried', server.way)).rejects.toThrow('no step of the dock');
  }
  expect(server.done.size).toBe(0);
});

test('every step of the dock goes where its endpoint is (W-1)', () => {
  const ids = { rmaId: 'rma_01m84nkgvf7czy4ga94erp9gfb', lineId: 'rli_01m84nkgvf7czy4ga94erp9gfb_1' };
  const steps = {
    sign_parcel: signParcels,
    open_parcel: openParcel,
    weigh_parcel: weighParcel,
    receive_line: receiveLine,
    find_line: findLine,
    mark_missing: markMissing,
    report_difference: reportDifference,
    inspect_line: inspectLine,
    look_again: lookAgain,
    dispose_line: disposeLine,
  };
  for (const [command, endpoint] of Object.entries(steps)) {
    expect([command, isDockStep({ command, path: addressOf(endpoint.path, ids, undefined) })]).toEqual([command, true]);
  }
});
