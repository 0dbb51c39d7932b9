import { lineAt } from './source-files.ts';

export type FunctionLength = { name: string; line: number; lines: number };

const CONTROL = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'await', 'return']);

/** The functions in blanked code, found by their braces. `const f = () => {…}` and methods count as much as `function`. */
export function functionLengths(code: string): FunctionLength[] {
  const found: FunctionLength[] = [];
  const open: number[] = [];
  for (let index = 0; index < code.length; index++) {
    if (code[index] === '{') open.push(index);
    if (code[index] !== '}') continue;
    const start = open.pop();
    if (start === undefined) continue;
    const name = functionBefore(code.slice(Math.max(0, start - 2_000), start).trimEnd());
    if (name === undefined) continue;
    const line = lineAt(code, start);
    found.push({ name, line, lines: lineAt(code, index) - line + 1 });
  }
  return found;
}

/** The name of the function whose body begins after `head`, or undefined where another kind of block begins. */
function functionBefore(head: string): string | undefined {
  const isArrow = head.endsWith('=>');
  const signature = isArrow ? head.slice(0, -2).trimEnd() : head;
  // A brace after one of these opens a type or a value.
  if (!isArrow && /[:,<|&([=?]$/.test(signature)) return undefined;
  const closing = signature.endsWith(')') ? signature.length - 1 : /\)\s*:[^;=]*$/.exec(signature)?.index;
  const before = closing === undefined ? signature : signature.slice(0, openingOf(signature, closing)).trimEnd();
  if (isArrow) return ARROW_NAME.exec(before)?.[1] ?? 'an arrow function';
  const name = closing === undefined ? undefined : METHOD_NAME.exec(before)?.[1];
  return name === undefined || CONTROL.has(name) ? undefined : name;
}

const ARROW_NAME = /([\w$]+)\s*(?::[^;=]*)?[=:]\s*(?:async)?\s*(?:<[^<>()]*>)?(?:\w+)?$/;
const METHOD_NAME = /([\w$#]+)\s*(?:<[^<>()]*>)?$/;

function openingOf(text: string, closing: number): number {
  let depth = 0;
  for (let index = closing; index >= 0; index--) {
    if (text[index] === ')') depth += 1;
    if (text[index] === '(') depth -= 1;
    if (depth === 0) return index;
  }
  return 0;
}
