import { expect, test } from 'vitest';
import { repeatStep } from './repeat-step.ts';

const conflict = { id: 'cft_1' as const, path: '/api/rmas/rma_1/lines/rli_1/receive' };

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
