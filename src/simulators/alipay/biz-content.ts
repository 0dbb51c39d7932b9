import type { Fields } from '../steering-input.ts';
import type { TradeBook, TradeRecord } from './trade-book.ts';

/** The JSON text in `biz_content`, or undefined when it is no JSON object. */
export function parseBizContent(text: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : undefined;
  } catch {
    return undefined;
  }
}

/** A non-empty text. The gateway declares every field a string, amounts included. */
export function textOf(biz: Fields, name: string): string | undefined {
  const value = biz[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function optionsIn(biz: Fields): string[] {
  const options = biz['query_options'];
  return Array.isArray(options) ? options.filter((option) => typeof option === 'string') : [];
}

export const tradeOf = (book: TradeBook, biz: Fields): TradeRecord | undefined =>
  book.find({ trade_no: textOf(biz, 'trade_no'), out_trade_no: textOf(biz, 'out_trade_no') });
