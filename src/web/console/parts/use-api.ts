import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { type CallInput, call, newIdempotencyKey, problemOf, type ReplyOf } from '../../ui/api.ts';

/** Reads an operation, or asks one that changes nothing; the answer is kept under its path and all that it was asked with. */
export function useRead<const E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: { enabled?: boolean; keep?: boolean; everyMs?: number } = {},
) {
  return useQuery<ReplyOf<E>>({
    queryKey: [endpoint.path, input.params ?? null, input.query ?? null, ...(input.body ? [input.body] : [])],
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
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
  } = {},
) {
  const key = useRef(newIdempotencyKey());
  return useMutation({
    mutationFn: (input: CallInput<E>) =>
      call(endpoint, input, {
        idempotencyKey: key.current,
        ...(options.headers ? { headers: options.headers() } : {}),
      }),
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
