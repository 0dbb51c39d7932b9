import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { z } from 'zod';
import { overview } from '../../../contract/back-office.ts';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { countLanes, getRma, listRmas, type RmaView, type rmaView } from '../../../contract/returns.ts';
import type { PersonCommand } from '../../../domain/returns/guards.ts';
import { problemOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useProblemText } from '../parts/use-refusal.ts';

export type RmaId = RmaView['id'];

type ActEndpoint = Endpoint & { reply: z.ZodType<z.infer<typeof rmaView>> };

/** A command on a return: shows the new state at once, and after a refusal says why and reads the return anew. */
export function useRmaAct<const E extends ActEndpoint>(
  endpoint: E,
  command: PersonCommand,
  rma: Pick<RmaView, 'id' | 'number'>,
  options: { onDone?: (rma: RmaView) => void; quiet?: boolean } = {},
) {
  const t = useTexts('rma');
  const text = useProblemText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const keyOf = (id: RmaId) => [getRma.path, { rmaId: id }, null];
  return useAct(endpoint, {
    onDone: (reply) => {
      const next: RmaView = reply;
      queries.setQueryData(keyOf(next.id), next);
      for (const path of [listRmas.path, countLanes.path, overview.path]) {
        void queries.invalidateQueries({ queryKey: [path] });
      }
      if (!options.quiet) message.success(t(`done.${command}`, { number: rma.number }));
      options.onDone?.(next);
    },
    onRefused: (error) => {
      const refused = problemOf(error).status === 409;
      message.error(refused ? `${text(error)} ${t('staleReloaded')}` : text(error), 6);
      if (refused) void queries.invalidateQueries({ queryKey: keyOf(rma.id) });
    },
  });
}
