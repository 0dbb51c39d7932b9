import type { Params } from '../form.ts';
import { afterSaleAbsent, invalid, missing, type PopFailure, type PopResult } from './errors.ts';
import type { AfterSale } from './shapes.ts';
import type { Mall, PinduoduoWorld } from './world.ts';

export type ApiCall = { type: string; params: Params; world: PinduoduoWorld; mall: Mall };

/** One API of a merchant. */
export type Api = {
  /** The name that the answer stands under; undefined: the fields stand at the top. */
  root?: string;
  /** Business parameters that must be there. */
  required: readonly string[];
  /** Business parameters that hold a whole number. */
  numbers?: readonly string[];
  answer(call: ApiCall): PopResult;
};

/** The fields of a nested object, which comes as a JSON text. */
export type Nested = { kind: 'object'; fields: ReadonlyMap<string, string> } | PopFailure;

export function nestedIn({ params }: ApiCall, name: string, required: readonly string[]): Nested {
  let value: unknown;
  try {
    value = JSON.parse(params.get(name) ?? '');
  } catch {
    return invalid(name, '，不是JSON对象');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid(name);
  const fields = new Map(Object.entries(value).map(([key, one]) => [key, one === null ? '' : String(one)]));
  const absent = required.find((key) => !fields.get(key));
  return absent === undefined ? { kind: 'object', fields } : missing(`${name}.${absent}`);
}

export type Target = { kind: 'after_sale'; afterSale: AfterSale } | PopFailure;

/** The after-sale that a call names, if it is of this order and of the mall that asks. */
export function targetOf({ world, mall }: ApiCall, id: string, orderSn: string): Target {
  const afterSale = world.book.afterSales.get(id);
  const isOurs = afterSale?.mall_id === mall.mall_id && afterSale.order_sn === orderSn;
  return afterSale && isOurs ? { kind: 'after_sale', afterSale } : afterSaleAbsent;
}

export const numberIn = ({ params }: ApiCall, name: string): number => Number(params.get(name));
