import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readExactJson } from './exact-json.ts';

const read = (text: string): unknown => {
  const reading = readExactJson(text);
  return reading.kind === 'json' ? reading.value : 'not_json';
};

describe('integers', () => {
  test.each([
    ['{"tid":2212345678901234567}', { tid: '2212345678901234567' }],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740991', -9007199254740991],
    ['-9007199254740993', '-9007199254740993'],
    ['[7130712345678901234,7130712345678901235]', ['7130712345678901234', '7130712345678901235']],
    ['{"a" : 2212345678901234567 , "b":1}', { a: '2212345678901234567', b: 1 }],
    ['{"a":\n\t12345678901234567890\n}', { a: '12345678901234567890' }],
    ['0', 0],
    ['{"oid":"2212345678901234567"}', { oid: '2212345678901234567' }],
  ])('%s keeps every digit', (text, value) => {
    expect(read(text)).toEqual(value);
  });
});

describe('what is no big integer stays what it was', () => {
  test.each([
    ['1e20', 1e20],
    ['1.5e300', 1.5e300],
    ['-12345678901234567890.5', Number('-12345678901234567890.5')],
    ['12345678901234567890e2', Number('12345678901234567890e2')],
    ['12345678901234567890E+2', Number('12345678901234567890E+2')],
    ['true', true],
    ['null', null],
    ['""', ''],
  ])('%s', (text, value) => {
    expect(read(text)).toEqual(value);
  });
});

describe('digits inside strings are text', () => {
  test.each([
    ['"2212345678901234567"', '2212345678901234567'],
    ['"a, 2212345678901234567, b"', 'a, 2212345678901234567, b'],
    [String.raw`"say \"2212345678901234567\""`, 'say "2212345678901234567"'],
    [String.raw`"ends with \\"`, 'ends with \\'],
    [String.raw`["\\",2212345678901234567]`, ['\\', '2212345678901234567']],
    [String.raw`["\\\"",2212345678901234567]`, ['\\"', '2212345678901234567']],
    ['"退 22123456789012345678"', '退 22123456789012345678'],
    ['{"12345678901234567890":1}', { '12345678901234567890': 1 }],
    ['{"token_result":"{\\"id\\":2212345678901234567}"}', { token_result: '{"id":2212345678901234567}' }],
  ])('%s', (text, value) => {
    expect(read(text)).toEqual(value);
  });
});

describe('what is no JSON stays no JSON', () => {
  test.each([
    ['a body cut in half', '{"refunds":{"refund":[{"tid":22123456789012345'],
    ['a string cut in half', '{"title":"T-shi'],
    ['a string cut after a backslash', '{"title":"T-shi\\'],
    ['a gateway page', '<html><body>502 Bad Gateway</body></html>'],
    ['nothing', ''],
    ['a leading zero', '012345678901234567890'],
    ['a number as a key', '{12345678901234567890 :1}'],
    ['a plus sign', '+12345678901234567890'],
    ['two numbers', '12345678901234567890 1'],
    ['a word with digits', 'a12345678901234567890'],
    ['a dash within', '1234567890-1234567890'],
  ])('%s', (_, text) => {
    expect(readExactJson(text).kind).toBe('not_json');
  });

  test('the problem is named', () => {
    expect(readExactJson('{"a":')).toMatchObject({ kind: 'not_json', problem: expect.stringContaining('JSON') });
  });

  test('megabytes of an unfinished string are refused without trouble', () => {
    expect(readExactJson(`{"a":"${'\\"a1'.repeat(2_000_000)}`).kind).toBe('not_json');
  });
});

describe('properties', () => {
  test('any JSON without unsafe integers is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const plain = JSON.parse(text) as unknown;
        fc.pre(!/\d{16}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '')));
        expect(read(text)).toEqual(plain);
      }),
    );
  });

  test('a text is JSON for us when, and only when, it is JSON', () => {
    const scrap = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      '-',
      '.',
      'e',
      '0',
      '12345678901234567890',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 8 }), (scraps) => {
        const text = scraps.join('');
        expect(readExactJson(text).kind === 'json').toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('any 64-bit integer survives', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }), (id) => {
        expect(String(read(`[${id}]`))).toBe(String(id));
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
