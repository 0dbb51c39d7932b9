import type { SimulatorClock } from '../clock.ts';

/** A notice on its way. It is signed when it is sent, each time anew, as the vendors do it. */
export type Notice = { url: string; build: () => Outgoing };
export type Outgoing = { body: string; headers: Record<string, string> };

export type Notifier = {
  add(notice: Notice, afterMs?: number): void;
  sendDue(): Promise<void>;
  /** How many were sent and how many of them were well received. */
  counts(): { sent: number; accepted: number };
};

/** @param repeatAfterMs the waits between the tries, while the merchant does not answer well */
export function openNotifier(
  clock: SimulatorClock,
  repeatAfterMs: readonly number[],
  isAccepted: (status: number, text: string) => boolean,
): Notifier {
  const waiting = new Set<Notice & { sends: number; dueAt: number }>();
  const counts = { sent: 0, accepted: 0 };
  const send = async (notice: Notice & { sends: number; dueAt: number }): Promise<void> => {
    counts.sent += 1;
    if (await post(notice.url, notice.build(), isAccepted)) {
      counts.accepted += 1;
      return;
    }
    const wait = repeatAfterMs[notice.sends];
    if (wait === undefined) return;
    waiting.add({ ...notice, sends: notice.sends + 1, dueAt: clock.now() + wait });
  };
  return {
    add: (notice, afterMs = 0) => {
      waiting.add({ ...notice, sends: 0, dueAt: clock.now() + afterMs });
    },
    sendDue: async () => {
      const due = [...waiting].filter(({ dueAt }) => dueAt <= clock.now());
      for (const notice of due) waiting.delete(notice);
      await Promise.all(due.map(send));
    },
    counts: () => ({ ...counts }),
  };
}

async function post(url: string, { body, headers }: Outgoing, isAccepted: (status: number, text: string) => boolean) {
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(5_000) });
    return isAccepted(response.status, await response.text());
  } catch {
    return false;
  }
}
