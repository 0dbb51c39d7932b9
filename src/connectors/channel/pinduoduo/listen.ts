import { WebSocket } from 'ws';
import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelChange, ChannelFault } from '../port.ts';
import { call } from './call.ts';
import { type PinduoduoConfig, unverified } from './config.ts';
import { answerTo, type PushMessage, readPushMessage } from './push-message.ts';
import { streamSign } from './sign.ts';
import { permitted } from './vendor-shapes.ts';

type Keep = (changes: readonly ChannelChange[]) => Promise<void>;
type Told = Extract<PushMessage, { kind: 'changes' }>;

/** Switches the mall's messages on, which may be done again, and holds the connection. */
export async function listen(config: PinduoduoConfig, keep: Keep, signal: AbortSignal): Promise<ChannelFault> {
  const answer = await call(config, 'pdd.pmc.user.permit', { topics: unverified(config).topics?.join(',') });
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(permitted, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  if (!reading.value.is_success) {
    return {
      kind: 'refused',
      code: 'not_permitted',
      message: 'pdd.pmc.user.permit: is_success is false',
      stale: false,
    };
  }
  return signal.aborted ? ended : hold(config, keep, signal);
}

const ended: ChannelFault = { kind: 'unknown', cause: 'ended from our side' };

/** Resolves when the connection is gone and nothing of it is still being kept. */
function hold(config: PinduoduoConfig, keep: Keep, signal: AbortSignal): Promise<ChannelFault> {
  const timeMs = toMs(config.now());
  const sign = streamSign(config.clientId, timeMs, config.clientSecret);
  const socket = new WebSocket(`${config.messageUrl}/message/${config.clientId}/${timeMs}/${sign}`, {
    handshakeTimeout: config.timeoutMs,
    maxPayload: 1_000_000,
  });
  const send = (text: string): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
  };
  const answer = ({ receipt }: { receipt: Told['receipt'] }, command: 'Ack' | 'Fail'): void =>
    send(answerTo(receipt, command, toMs(config.now())));

  let fault: ChannelFault | undefined;
  const end = (cause: ChannelFault): void => {
    fault ??= cause;
    socket.terminate();
  };
  const keeper = keepInTurn(keep, answer, (problem) =>
    end({ kind: 'unknown', cause: `a change could not be kept: ${problem}` }),
  );
  const beat = (): void => {
    send(`{"commandType":"HeartBeat","time":${toMs(config.now())}}`);
    // Whether the platform answers its own heartbeat is not documented; every server of this protocol answers a ping.
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  };
  const heart = heartbeat(config, beat, () => end({ kind: 'unknown', cause: 'the platform has fallen silent' }));
  const stop = (): void => end(ended);
  signal.addEventListener('abort', stop, { once: true });

  socket.on('open', heart.start);
  socket.on('pong', heart.heard);
  socket.on('message', (data) => {
    heart.heard();
    const message = readPushMessage(String(data), config.mallId);
    if (message.kind === 'changes') keeper.take(message);
    else if (message.kind === 'not_ours') answer(message, 'Fail');
  });
  socket.on('unexpected-response', (_, { statusCode = 0 }) =>
    end(refusedWith(statusCode, unverified(config).throttleMs)),
  );
  socket.on('error', ({ message }) => end({ kind: 'unknown', cause: message }));
  return new Promise((resolve) => {
    socket.on('close', async (code) => {
      heart.stop();
      signal.removeEventListener('abort', stop);
      await keeper.idle();
      resolve(fault ?? { kind: 'unknown', cause: `the connection was closed with ${code}` });
    });
  });
}

/** How the platform turns a wrong signature away is not documented; these two statuses say it is about us. */
function refusedWith(status: number, retryAfterMs: number): ChannelFault {
  if (status === 429) return { kind: 'throttled', retryAfterMs };
  return status === 401 || status === 403
    ? { kind: 'unauthorised', code: `HTTP ${status}`, message: 'the platform refused the message connection' }
    : { kind: 'unknown', cause: `HTTP ${status}` };
}

/** One `keep` at a time, with all that has come meanwhile; a message is acknowledged after the `keep` that has it. */
function keepInTurn(keep: Keep, answer: (told: Told, command: 'Ack' | 'Fail') => void, failed: (why: string) => void) {
  let waiting: Told[] = [];
  let isRunning = false;
  let lastRun = Promise.resolve();

  async function keepBatch(batch: Told[]): Promise<boolean> {
    const changes = batch.flatMap((told) => told.changes);
    try {
      if (changes.length > 0) await keep(changes);
    } catch (error) {
      for (const told of batch) answer(told, 'Fail');
      failed(error instanceof Error ? error.message : String(error));
      return false;
    }
    for (const told of batch) answer(told, 'Ack');
    return true;
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      // What has come after a change that could not be kept stays unanswered, and comes again.
      if (!(await keepBatch(batch))) waiting = [];
    }
    isRunning = false;
  }

  return {
    take(told: Told): void {
      waiting.push(told);
      if (isRunning) return;
      isRunning = true;
      lastRun = run();
    },
    idle: (): Promise<void> => lastRun,
  };
}

/** Ours goes out every few seconds. A connection without any sign of life from the other side is dead, and does not know. */
function heartbeat(config: PinduoduoConfig, beat: () => void, silent: () => void) {
  const { heartbeatMs, silentHeartbeats } = unverified(config);
  let unheard = 0;
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    unheard += 1;
    if (unheard > silentHeartbeats) silent();
    else beat();
  };
  return {
    start: (): void => {
      tick();
      timer = setInterval(tick, heartbeatMs);
    },
    heard: (): void => {
      unheard = 0;
    },
    stop: (): void => clearInterval(timer),
  };
}
