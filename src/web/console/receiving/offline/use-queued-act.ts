import { createContext, useContext } from 'react';
import type { z } from 'zod';
import type { RmaView } from '../../../../contract/returns.ts';
import type { PersonCommand } from '../../../../domain/returns/guards.ts';
import { addressOf } from '../../../ui/api.ts';
import { type ActEndpoint, useRmaAct } from '../../rma/use-rma-act.ts';
import { deliver } from './deliver.ts';

/** Whose desk it is. Null where no handheld is at work: then a step goes to the server at once. */
export const DeskOwnerContext = createContext<string | null>(null);

/** {@link useRmaAct} for the dock: the same, and without a connection the step waits on the device. */
export function useQueuedAct<const E extends ActEndpoint>(
  endpoint: E,
  command: PersonCommand,
  rma: RmaView,
  options: { onDone?: (rma: RmaView) => void; quiet?: boolean } = {},
) {
  const owner = useContext(DeskOwnerContext);
  return useRmaAct(endpoint, command, rma, {
    ...options,
    ...(owner === null
      ? {}
      : {
          send: async (input, id, sendNow) => {
            const { params, body } = partsOf(input);
            const lineId = body['lineId'] ?? params['lineId'];
            const step = {
              id,
              command,
              path: addressOf(endpoint.path, params, undefined),
              body,
              rmaId: rma.id,
              ...(typeof lineId === 'string' ? { lineId } : {}),
              about: rma.number,
            };
            return decoded<E['reply']>(endpoint.reply, await deliver(owner, rma, step, sendNow));
          },
        }),
  });
}

/** What is foreseen takes the form of the server's own answer. */
const decoded = <S extends z.ZodType>(reply: S, view: unknown): z.output<S> => reply.parse(view);

function partsOf(input: object): { params: Record<string, unknown>; body: Record<string, unknown> } {
  const part = (name: 'params' | 'body'): Record<string, unknown> => {
    const value: unknown = name in input ? Object.entries(input).find(([key]) => key === name)?.[1] : undefined;
    return typeof value === 'object' && value !== null ? { ...value } : {};
  };
  return { params: part('params'), body: part('body') };
}
