import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useRef } from 'react';
import type { z } from 'zod';
import { overview } from '../../../contract/back-office.ts';
import { countDeadlines, listDeadlines } from '../../../contract/deadlines.ts';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { handlingOfRma } from '../../../contract/receiving.ts';
import { countLanes, getRma, listRmas, type RmaView, type rmaView } from '../../../contract/returns.ts';
import type { PersonCommand } from '../../../domain/returns/guards.ts';
import { type CallInput, problemOf, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useProblemText } from '../parts/use-refusal.ts';
import { changedSince, useChangedSince } from './changed-since.tsx';

/** What a person decides by what is on the screen; the warehouse goes by what is on the table. */
const decisions: ReadonlySet<PersonCommand> = new Set<PersonCommand>([
  'approve',
  'reject',
  'request_evidence',
  'withdraw',
  'request_refund',
  'retry_refund',
  'assign',
  'release',
  'stop_automation',
  'resume_automation',
]);

export type RmaId = RmaView['id'];

export type ActEndpoint = Endpoint & { reply: z.ZodType<z.infer<typeof rmaView>> };

/** A command on a return: shows the new state at once, and after a refusal says why and reads the return anew. */
export function useRmaAct<const E extends ActEndpoint>(
  endpoint: E,
  command: PersonCommand,
  rma: Pick<RmaView, 'id' | 'number' | 'version'>,
  options: {
    onDone?: (rma: RmaView) => void;
    quiet?: boolean;
    send?: (input: CallInput<E>, key: string, sendNow: () => Promise<ReplyOf<E>>) => Promise<ReplyOf<E>>;
  } = {},
) {
  const t = useTexts('rma');
  const text = useProblemText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const keyOf = (id: RmaId) => [getRma.path, { rmaId: id }, null];
  const askToGoOn = useChangedSince(command);
  // The newest state that the person has been shown, or has been told of and went on.
  const told = useRef(0);
  const { send } = options;
  const act = useAct(endpoint, {
    ...(send ? { send } : {}),
    headers: (): Record<string, string> =>
      decisions.has(command) ? { 'expected-version': String(Math.max(rma.version, told.current)) } : {},
    onDone: (reply) => {
      const next: RmaView = reply;
      queries.setQueryData(keyOf(next.id), next);
      for (const path of [
        handlingOfRma.path,
        listRmas.path,
        countLanes.path,
        overview.path,
        listDeadlines.path,
        countDeadlines.path,
      ]) {
        void queries.invalidateQueries({ queryKey: [path] });
      }
      const isFirst = next.timeline.at(-1)?.type === 'approval_given';
      if (!options.quiet)
        message.success(t(isFirst ? 'done.first_approval' : `done.${command}`, { number: rma.number }));
      options.onDone?.(next);
    },
    onRefused: (error, input) => {
      const changed = changedSince(error);
      if (changed) {
        void queries.invalidateQueries({ queryKey: keyOf(rma.id) });
        askToGoOn(changed, () => {
          told.current = changed.version;
          act.mutate(input);
        });
        return;
      }
      const refused = problemOf(error).status === 409;
      message.error(refused ? `${text(error)} ${t('staleReloaded')}` : text(error), 6);
      if (refused) void queries.invalidateQueries({ queryKey: keyOf(rma.id) });
    },
  });
  return act;
}
