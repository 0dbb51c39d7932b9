import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { ok, type Result, reject } from '../result.ts';
import { type FactName, type Facts, factCatalogue, isFactName } from './fact-catalogue.ts';

const environment = new Environment();
for (const [name, { type }] of Object.entries(factCatalogue)) environment.registerVariable(name, type);

type Condition = ReturnType<typeof environment.parse>;

// Published conditions are few; what passes by in drafts is forgotten.
const MOST_KEPT = 5_000;
const parsed = new Map<string, Condition>();

function parsedCondition(text: string): Condition {
  let condition = parsed.get(text);
  if (!condition) {
    condition = environment.parse(text);
    if (parsed.size >= MOST_KEPT) parsed.clear();
    parsed.set(text, condition);
  }
  return condition;
}

export const treeOf = (text: string): ASTNode => parsedCondition(text).ast;

/** Where in a condition something is wrong: `line` and `column` count from 1, `start` and `end` from 0. */
export type Position = { start: number; end: number; line: number; column: number };
export type ConditionRejection = { code: 'condition_invalid'; message: string; position: Position };

/** Refuses a condition that does not parse, names an unknown fact, compares unlike types, or is no yes-or-no question. */
export function checkCondition(text: string): Result<string, ConditionRejection> {
  const verdict = environment.check(text);
  const whole = { start: 0, end: text.length };
  if (!verdict.valid) return invalid(text, verdict.error?.summary ?? '', verdict.error?.range ?? whole);
  return verdict.type === 'bool' ? ok(text) : invalid(text, `a condition is bool, this is ${verdict.type}`, whole);
}

function invalid(text: string, message: string, { start, end }: { start: number; end: number }) {
  const before = text.slice(0, start).split('\n');
  const position = { start, end, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return reject({ code: 'condition_invalid', message, position });
}

/** Undefined where there is no answer. `a && b` does not need `b` when `a` is false: CEL absorbs an error there. */
export function answerTo(text: string, facts: Facts): boolean | undefined {
  try {
    const answer: unknown = parsedCondition(text)(facts);
    return typeof answer === 'boolean' ? answer : undefined;
  } catch {
    return undefined;
  }
}

const read = new Map<string, readonly FactName[]>();

/** The facts that a condition asks for, in its order. */
export function factsIn(text: string): readonly FactName[] {
  const known = read.get(text);
  if (known) return known;
  const found = new Set<FactName>();
  for (const { node, bound } of nodesIn(treeOf(text))) {
    if (node.op === 'id' && isFactName(node.args) && !bound.has(node.args)) found.add(node.args);
  }
  if (read.size >= MOST_KEPT) read.clear();
  read.set(text, [...found]);
  return [...found];
}

/** The constants that a condition compares with. */
export function constantsIn(text: string): { numbers: bigint[]; texts: string[] } {
  const numbers: bigint[] = [];
  const texts: string[] = [];
  for (const { node } of nodesIn(treeOf(text))) {
    if (node.op !== 'value') continue;
    if (typeof node.args === 'bigint') numbers.push(node.args);
    if (typeof node.args === 'number') numbers.push(BigInt(Math.trunc(node.args)));
    if (typeof node.args === 'string') texts.push(node.args);
  }
  return { numbers, texts };
}

type Seen = { node: ASTNode; bound: ReadonlySet<string> };

const macros = new Set(['exists', 'all', 'exists_one', 'filter', 'map']);

/** Every node, with the names that a macro around it has bound: in `xs.exists(e, e == 1)` the `e` is no fact. */
function* nodesIn(node: ASTNode, bound: ReadonlySet<string> = new Set()): Generator<Seen> {
  yield { node, bound };
  if (node.op === 'rcall' && macros.has(node.args[0])) {
    const [, list, [variable, ...body]] = node.args;
    yield* nodesIn(list, bound);
    const within = variable?.op === 'id' ? new Set([...bound, variable.args]) : bound;
    for (const part of body) yield* nodesIn(part, within);
    return;
  }
  for (const part of partsOf(node)) yield* nodesIn(part, bound);
}

function partsOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'list':
      return node.args;
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}
