import { parseShanghaiText } from '../clock.ts';
import { type Arguments, textOf } from './arguments.ts';
import { type Failure, invalidArgument, notFound, stale } from './errors.ts';
import type { Service } from './shapes.ts';
import type { WireObject } from './wire-json.ts';
import type { JdWorld, Seller } from './world.ts';

export type ApiCall = { method: string; world: JdWorld; seller: Seller; args: Arguments; style: ReadonlySet<string> };
export type Outcome = { kind: 'fields'; fields: WireObject } | Failure;

/** One method of the platform. */
export type Api = {
  /** The member of the answer that holds what was asked for. */
  member: string;
  required: readonly string[];
  /** Orders say in an `apiResult` of their own how it went. */
  apiResult?: true;
  answer(call: ApiCall): Outcome;
};

export const fields = (content: WireObject): Outcome => ({ kind: 'fields', fields: content });
export const id = (text: string): bigint => BigInt(text);

/** The service that a call names, if it belongs to the shop that asks and to the order that it names. */
export function serviceOf({ world, seller, args }: ApiCall): Service | undefined {
  const service = world.book.services.get(textOf(args, 'serviceId') ?? '');
  const orderId = textOf(args, 'orderId');
  if (service?.venderId !== seller.venderId || (orderId !== undefined && orderId !== service.orderId)) return undefined;
  return service;
}

/** The service of a write that locks: it must be there and be as the caller has read it. */
export function lockedService(call: ApiCall): { kind: 'service'; service: Service } | Failure {
  const service = serviceOf(call);
  if (!service) return notFound;
  return textOf(call.args, 'sysVersion') === String(service.sysVersion) ? { kind: 'service', service } : stale;
}

/** A pair of dates; undefined where neither is given. */
export function windowOf(
  { args }: ApiCall,
  beginName: string,
  endName: string,
): { begin: number; end: number } | Failure | undefined {
  const begin = textOf(args, beginName);
  const end = textOf(args, endName);
  if (begin === undefined && end === undefined) return undefined;
  const from = parseShanghaiText(begin ?? '');
  const to = parseShanghaiText(end ?? '');
  if (from === undefined) return invalidArgument(beginName);
  return to === undefined || to < from ? invalidArgument(endName) : { begin: from, end: to };
}

export const isWithin = (ms: number | undefined, window: { begin: number; end: number } | undefined): boolean =>
  window === undefined || (ms !== undefined && wholeSecond(ms) >= window.begin && wholeSecond(ms) <= window.end);

/** Windows are compared as the caller can write them: in whole seconds. */
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;
