import { barcodeText, inAscii, type LabelFacts } from './label-facts.ts';

/** A text field must not end the field or begin a command: both signs are written by their number (`^FH`). */
const field = (text: string): string =>
  `^FH_^FD${inAscii(text).replace(/[_^~\\]/g, (sign) => `_${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)}^FS`;

/** A label of 60 by 40 mm for printers of 203 dpi that speak ZPL. */
export function zplOf(facts: LabelFacts, copies: number): string {
  const { sku, number, grade, quantity, inspectedOn } = facts;
  return [
    '^XA',
    '^CI28',
    '^PW480',
    '^LL320',
    `^FO20,20^A0N,34,34${field(sku)}`,
    `^FO20,64^A0N,26,26${field(number)}`,
    `^FO20,100^A0N,48,48${field(grade.toUpperCase())}`,
    `^FO20,156^A0N,24,24${field(`QTY ${quantity}   ${inspectedOn}`)}`,
    `^FO320,20^BQN,2,4${field(`MA,${barcodeText(facts)}`)}`,
    `^FO20,200^BY1,2,70^BCN,70,N,N,N${field(barcodeText(facts))}`,
    `^PQ${copies}`,
    '^XZ',
    '',
  ].join('\n');
}
