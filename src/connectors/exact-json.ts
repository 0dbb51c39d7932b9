/** What a vendor's text holds, or why it is no JSON. */
export type JsonReading = { kind: 'json'; value: unknown } | { kind: 'not_json'; problem: string };

/**
 * Reads JSON without losing digits: an integer that a double cannot hold exactly arrives as a string. Chinese platforms
 * send 64-bit order numbers as bare numbers, and `JSON.parse` would silently turn …4567 into …4500.
 */
export function readExactJson(text: string): JsonReading {
  try {
    return { kind: 'json', value: JSON.parse(quoteUnsafeIntegers(text)) };
  } catch (error) {
    return { kind: 'not_json', problem: error instanceof Error ? error.message : String(error) };
  }
}

function quoteUnsafeIntegers(text: string): string {
  // Most texts hold no number of so many digits, and this much is found out quickly.
  if (!/\d{16}/.test(text)) return text;
  const token = /"|-?\d[\d.eE+-]*/g;
  let quoted = '';
  let copiedUpTo = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '"') token.lastIndex = endOfString(text, token.lastIndex);
    else if (isUnsafeInteger(match[0]) && !isKey(text, token.lastIndex)) {
      quoted += `${text.slice(copiedUpTo, match.index)}"${match[0]}"`;
      copiedUpTo = token.lastIndex;
    }
  }
  return quoted + text.slice(copiedUpTo);
}

/** A loop and not a regular expression: a string of megabytes cut in half must cost neither stack nor backtracking. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

const isUnsafeInteger = (digits: string): boolean =>
  /^-?[1-9]\d{15,}$/.test(digits) && !Number.isSafeInteger(Number(digits));

/** A bare number as a key is no JSON; quoting it would make it so. */
function isKey(text: string, from: number): boolean {
  const next = /\S/g;
  next.lastIndex = from;
  return next.exec(text)?.[0] === ':';
}
