import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { type CallInput, call, newIdempotencyKey, problemOf, type ReplyOf } from '../../ui/api.ts';

/** Reads an operation, or asks one that changes nothing; the answer is kept under its path and all that it was asked with. */
export function useRead<const E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: { enabled?: boolean; keep?: boolean; everyMs?: number; always?: boolean } = {},
) {
  return useQuery<ReplyOf<E>>({
    queryKey: [endpoint.path, input.params ?? null, input.query ?? null, ...(input.body ? [input.body] : [])],
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    // Asked also where the browser believes itself without a network: else it would wait in silence.
    ...(options.always ? { networkMode: 'always' as const } : {}),
    ...(options.everyMs ? { refetchInterval: options.everyMs } : {}),
  });
}

type Page<Row> = { rows: Row[]; next: string | null };

/** Reads page after page of a list that pages by key. */
export function usePages<Row>(
  key: readonly unknown[],
  read: (after: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
  enabled = true,
) {
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled,
  });
  return { ...pages, rows: pages.data?.pages.flatMap((page) => page.rows) ?? [] };
}

/**
 * Sends an operation with a key of its own for each decision: a second press before the answer, or after a lost answer,
 * is the same decision. The key is renewed once the server has answered.
 */
export function useAct<const E extends Endpoint>(
  endpoint: E,
  options: {
    onDone?: (reply: ReplyOf<E>) => void;
    onRefused?: (error: unknown, input: CallInput<E>) => void;
    headers?: () => Record<string, string>;
    /** Another way than at once over HTTP; `sendNow` is that way. */
    send?: (input: CallInput<E>, key: string, sendNow: () => Promise<ReplyOf<E>>) => Promise<ReplyOf<E>>;
  } = {},
) {
  const key = useRef(newIdempotencyKey());
  return useMutation({
    // A press is answered also where the browser believes itself without a network.
    networkMode: 'always',
    mutationFn: (input: CallInput<E>) => {
      const sendNow = () =>
        call(endpoint, input, {
          idempotencyKey: key.current,
          ...(options.headers ? { headers: options.headers() } : {}),
        });
      return options.send ? options.send(input, key.current, sendNow) : sendNow();
    },
    onSuccess: (reply) => {
      key.current = newIdempotencyKey();
      options.onDone?.(reply);
    },
    onError: (error, input) => {
      // Without an answer nobody knows whether it was done: the next press must be the same decision.
      const { status } = problemOf(error);
      if (status >= 400 && status < 500) key.current = newIdempotencyKey();
      options.onRefused?.(error, input);
    },
  });
}
