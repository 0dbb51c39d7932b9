import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * What should have gone back, read from the file alone. This repeats the rules of the import and the matching and shares
 * no line with them: it walks through the file once, in its order, and keeps what each customer still has of each article
 * on a stack, since the latest purchase is the first to come back.
 */
export type Expected = {
  /** Pennies by `customer month`. */
  refunds: Map<string, bigint>;
  /** Units by article. */
  units: Map<string, number>;
  rowsRead: number;
  cancellations: number;
};

export function expectedRefunds(file: string): Expected {
  const stacks = new Map<string, { left: number; pennies: bigint }[]>();
  const expected: Expected = { refunds: new Map(), units: new Map(), rowsRead: 0, cancellations: 0 };
  const text = gunzipSync(readFileSync(file)).toString('utf8');
  let begin = text.indexOf('\n') + 1;
  while (begin < text.length) {
    const newline = text.indexOf('\n', begin);
    const end = newline < 0 ? text.length : newline;
    const fields = splitLine(text.slice(begin, end).replace(/\r$/, ''));
    begin = end + 1;
    expected.rowsRead += 1;
    const [invoice = '', code = '', , quantity = '0', date = '', price = '0', customer = ''] = fields;
    const article = code.trim().toUpperCase();
    const units = Number.parseInt(quantity, 10);
    if (NO_ARTICLE.test(article)) {
      if (invoice[0] === 'C') expected.cancellations += 1;
      continue;
    }
    const key = `${customer}|${article}`;
    if (/^[0-9]+$/.test(invoice) && units > 0 && customer !== 'NA') {
      const pennies = penniesIn(price);
      if (pennies === 0n) continue;
      const stack = stacks.get(key);
      if (stack) stack.push({ left: units, pennies });
      else stacks.set(key, [{ left: units, pennies }]);
    } else if (invoice[0] === 'C') {
      expected.cancellations += 1;
      if (customer !== 'NA')
        giveBack(stacks.get(key) ?? [], -units, article, `${customer} ${date.slice(0, 7)}`, expected);
    }
  }
  return expected;
}

const NO_ARTICLE = /^(POST|DOT|C2|D|M|S|B|CRUK|PADS|AMAZONFEE|BANK CHARGES|GIFT_.*)$/;

function giveBack(
  stack: { left: number; pennies: bigint }[],
  units: number,
  article: string,
  customerMonth: string,
  expected: Expected,
): void {
  let wanted = units;
  while (wanted > 0) {
    const top = stack.at(-1);
    if (!top) return;
    const taken = Math.min(wanted, top.left);
    top.left -= taken;
    wanted -= taken;
    if (top.left === 0) stack.pop();
    expected.refunds.set(customerMonth, (expected.refunds.get(customerMonth) ?? 0n) + BigInt(taken) * top.pennies);
    expected.units.set(article, (expected.units.get(article) ?? 0) + taken);
  }
}

/** `2.5` is 250 pennies; a tenth of a penny is no price. */
function penniesIn(price: string): bigint {
  const [pounds = '0', fraction = ''] = price.split('.');
  return BigInt(pounds) * 100n + BigInt(`${fraction}00`.slice(0, 2));
}

function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i];
    if (sign === '"' && quoted && line[i + 1] === '"') {
      field += '"';
      i += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else field += sign;
  }
  return [...fields, field];
}
