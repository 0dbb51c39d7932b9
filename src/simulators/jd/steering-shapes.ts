import { parseShanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, optionalTextIn } from '../steering-input.ts';
import { fenOf } from '../yuan.ts';

/** A name that is not known here is refused: it would be ignored silently. */
export function onlyFields(fields: Fields, allowed: readonly string[]): void {
  const stranger = Object.keys(fields).find((name) => !allowed.includes(name));
  if (stranger !== undefined) throw new SteeringError(400, `there is no field "${stranger}" here`);
}

const textThat =
  (is: (text: string) => boolean, what: string) =>
  (fields: Fields, name: string): string | undefined => {
    const text = optionalTextIn(fields, name);
    if (text !== undefined && !is(text)) throw new SteeringError(400, `"${name}" is no ${what}: ${text}`);
    return text;
  };

export const optionalIdIn = textThat((text) => /^[1-9]\d{0,18}$/.test(text), 'number');
export const optionalYuanIn = textThat((text) => fenOf(text) !== undefined, 'yuan with two decimals');
export const optionalDateIn = textThat(
  (text) => parseShanghaiText(text) !== undefined,
  'date like 2026-01-15 10:30:00',
);
export const optionalFenIn = textThat((text) => /^[1-9]\d{0,12}$/.test(text), 'whole number of fen');
