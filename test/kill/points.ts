import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import pg from 'pg';

/**
 * The moments of one refund's payment, in their order: from the claim of the job to the answer to its commit. Told from
 * outside, by what the process asks of the database and of the gateway, so that the program itself knows nothing of them.
 */
export const killPoints = [
  'job_claimed',
  'return_asked_for',
  'return_read',
  'call_made',
  'call_sent',
  'answer_begun',
  'answer_read',
  'lock_asked_for',
  'lock_held',
  'event_issued',
  'refund_issued',
  'entry_issued',
  'commit_issued',
  'commit_sent',
] as const;

export type KillPoint = (typeof killPoints)[number];

/** Each point as no payment, or no process, has come to it yet. */
export const noneAtAnyPoint = (): Record<KillPoint, number> =>
  Object.fromEntries(killPoints.map((point) => [point, 0])) as Record<KillPoint, number>;

/** A payment between its claim and the answer to its commit. `last`: the point it has passed; none once that answer is there. */
export type Payment = { last: KillPoint | undefined };

/** Whose statements and calls are made. */
export const paymentUnderWay = new AsyncLocalStorage<Payment>();

type Statement = { issued?: KillPoint; answered?: KillPoint };

/** Our own texts, by how they begin. What is read behind the lock is no point of its own. */
const statements: readonly [RegExp, Statement][] = [
  [/^with j as \(\s*select jobs/, { answered: 'job_claimed' }],
  [/for update/, { issued: 'lock_asked_for', answered: 'lock_held' }],
  [/^select json_build_object/, { issued: 'return_asked_for', answered: 'return_read' }],
  [/^with new_event as/, { issued: 'event_issued' }],
  [/^insert into refund/, { issued: 'refund_issued' }],
  [/^with entry as/, { issued: 'entry_issued' }],
  [/^commit$/, { issued: 'commit_issued' }],
];

type Query = (this: object, ...args: unknown[]) => unknown;

/** `count`: how many jobs were claimed at once, 1 elsewhere. */
type AtPoint = (point: KillPoint, count: number) => void;

/** Calls `at` at each of the points, in the process that it is called in. */
export function watchPoints(at: AtPoint): void {
  const pass = (point: KillPoint, payment: Payment | undefined, count = 1): void => {
    if (payment) payment.last = point;
    at(point, count);
  };
  watchDatabase(pass);
  watchGateway(pass);
}

type Pass = (point: KillPoint, payment: Payment | undefined, count?: number) => void;

function watchGateway(pass: Pass): void {
  // The answer comes in on the socket, which belongs to no payment: the request tells whose it is.
  const payers = new WeakMap<object, Payment | undefined>();
  const calls: readonly [string, KillPoint][] = [
    ['undici:request:create', 'call_made'],
    ['undici:request:bodySent', 'call_sent'],
    ['undici:request:headers', 'answer_begun'],
    ['undici:request:trailers', 'answer_read'],
  ];
  for (const [name, point] of calls)
    channel(name).subscribe((message) => {
      const { request } = message as { request: object };
      if (point === 'call_made') payers.set(request, paymentUnderWay.getStore());
      pass(point, payers.get(request));
    });
}

function watchDatabase(pass: Pass): void {
  const { query } = pg.Client.prototype as { query: Query };
  /** The connections that have written something in the transaction they are in. */
  const writing = new WeakSet<object>();

  const watched: Query = function (...args) {
    const payment = paymentUnderWay.getStore();
    const text = textOf(args[0]);
    const { issued, answered } = statements.find(([begin]) => begin.test(text))?.[1] ?? {};
    if (issued === 'event_issued') writing.add(this);
    const isCommit = issued === 'commit_issued';
    const commits = isCommit && writing.delete(this);
    if (issued && (!isCommit || commits)) pass(issued, payment);

    const onAnswer = (rows: number | null | undefined): void => {
      if (answered && rows) pass(answered, payment, rows);
      if (commits && payment) payment.last = undefined;
    };
    const last = args.length - 1;
    const callback = args[last];
    if (typeof callback === 'function') {
      args[last] = (error: unknown, result: { rowCount?: number } | undefined) => {
        if (!error) onAnswer(result?.rowCount);
        callback(error, result);
      };
    }
    const result = query.apply(this, args);
    // By then the packet has left this process; a commit that is answered already is none of its points.
    if (commits)
      setImmediate(() => {
        if (payment?.last) pass('commit_sent', payment);
      });
    if (result instanceof Promise)
      result.then(
        ({ rowCount }: { rowCount?: number }) => onAnswer(rowCount),
        () => {},
      );
    return result;
  };
  Object.assign(pg.Client.prototype, { query: watched });
}

const textOf = (query: unknown): string => {
  const text = typeof query === 'string' ? query : (query as { text?: unknown } | undefined)?.text;
  return typeof text === 'string' ? text.trim() : '';
};
