import type { ASTNode } from '@marcbachmann/cel-js';
import { checkCondition, treeOf } from './conditions.ts';
import { entryOf, type FactName, type FactType, isFactName } from './fact-catalogue.ts';

/**
 * A condition as cells of a table, all of which must hold. Each is a fact, an operator and, but for yes-or-no and empty
 * lists, a value: a constant or another fact of the same type.
 */
export type Cell =
  | { fact: FactName; operator: 'yes' | 'no' | 'empty' | 'not_empty' }
  | { fact: FactName; operator: Comparison; value: bigint | string | { fact: FactName } }
  | { fact: FactName; operator: 'one_of' | 'none_of'; values: readonly (bigint | string)[] }
  | { fact: FactName; operator: 'contains' | 'lacks'; value: string }
  | { fact: FactName; operator: 'contains_any' | 'contains_none'; values: readonly string[] };

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type Operator = Cell['operator'];

const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const;
const isComparison = (node: ASTNode): node is Extract<ASTNode, { op: Comparison }> =>
  comparisons.some((known) => known === node.op);

const operatorsByType: Record<FactType, readonly Operator[]> = {
  bool: ['yes', 'no'],
  int: [...comparisons, 'one_of', 'none_of'],
  string: ['==', '!=', 'one_of', 'none_of'],
  'list<string>': ['contains', 'lacks', 'contains_any', 'contains_none', 'empty', 'not_empty'],
};

/** What a table offers for a fact. */
export const operatorsOf = (fact: FactName): readonly Operator[] => operatorsByType[entryOf(fact).type];

/**
 * The cells of a condition that is nothing but such cells joined by `&&`; undefined for anything else, which only an
 * expert's text field can show. `conditionOf` writes the same condition back.
 */
export function cellsOf(condition: string): Cell[] | undefined {
  if (!checkCondition(condition).ok) return undefined;
  const cells: Cell[] = [];
  for (const part of conjuncts(treeOf(condition))) {
    const cell = cellOf(part);
    if (!cell || !operatorsOf(cell.fact).includes(cell.operator)) return undefined;
    cells.push(cell);
  }
  return cells;
}

/** CEL for cells, in one fixed spelling. No cells: every case. */
export const conditionOf = (cells: readonly Cell[]): string =>
  cells.length === 0 ? 'true' : cells.map(clauseOf).join(' && ');

export function clauseOf(cell: Cell): string {
  const { fact } = cell;
  switch (cell.operator) {
    case 'yes':
      return fact;
    case 'no':
      return `!${fact}`;
    case 'empty':
      return `size(${fact}) == 0`;
    case 'not_empty':
      return `size(${fact}) > 0`;
    case 'one_of':
      return `${fact} in ${list(cell.values)}`;
    case 'none_of':
      return `!(${fact} in ${list(cell.values)})`;
    case 'contains':
      return `${constant(cell.value)} in ${fact}`;
    case 'lacks':
      return `!(${constant(cell.value)} in ${fact})`;
    case 'contains_any':
      return `${fact}.exists(e, e in ${list(cell.values)})`;
    case 'contains_none':
      return `!${fact}.exists(e, e in ${list(cell.values)})`;
    default:
      return `${fact} ${cell.operator} ${typeof cell.value === 'object' ? cell.value.fact : constant(cell.value)}`;
  }
}

const constant = (value: bigint | string): string =>
  typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
const list = (values: readonly (bigint | string)[]): string => `[${values.map(constant).join(', ')}]`;

const conjuncts = (node: ASTNode): ASTNode[] => {
  if (node.op === '&&') return node.args.flatMap(conjuncts);
  return node.op === 'value' && node.args === true ? [] : [node];
};

function cellOf(node: ASTNode): Cell | undefined {
  if (node.op === '!_') return negated(node.args);
  if (node.op === 'id') return isFactName(node.args) ? { fact: node.args, operator: 'yes' } : undefined;
  if (node.op === 'in') return membership(node.args[0], node.args[1]);
  if (node.op === 'rcall') return containsAny(node);
  return isComparison(node) ? compared(node.op, ...node.args) : undefined;
}

const opposites = {
  yes: 'no',
  one_of: 'none_of',
  contains: 'lacks',
  contains_any: 'contains_none',
} as const;

function negated(node: ASTNode): Cell | undefined {
  const cell = cellOf(node);
  switch (cell?.operator) {
    case 'yes':
      return { ...cell, operator: opposites.yes };
    case 'one_of':
      return { ...cell, operator: opposites.one_of };
    case 'contains':
      return { ...cell, operator: opposites.contains };
    case 'contains_any':
      return { ...cell, operator: opposites.contains_any };
    default:
      // `!(amount > 1)` has another spelling that a table shows better; it stays with the expert who wrote it.
      return undefined;
  }
}

const factIn = (node: ASTNode | undefined): FactName | undefined =>
  node?.op === 'id' && isFactName(node.args) ? node.args : undefined;

function constantIn(node: ASTNode | undefined): bigint | string | undefined {
  if (node?.op === '-_' && node.args.op === 'value' && typeof node.args.args === 'bigint') return -node.args.args;
  if (node?.op !== 'value') return undefined;
  return typeof node.args === 'bigint' || typeof node.args === 'string' ? node.args : undefined;
}

function constantsIn(node: ASTNode): (bigint | string)[] | undefined {
  if (node.op !== 'list' || node.args.length === 0) return undefined;
  const values = node.args.map(constantIn);
  const found = values.filter((value) => value !== undefined);
  return found.length === values.length ? found : undefined;
}

const textsIn = (node: ASTNode): string[] | undefined => {
  const values = constantsIn(node);
  return values?.every((value) => typeof value === 'string') ? values : undefined;
};

function compared(operator: Comparison, left: ASTNode, right: ASTNode): Cell | undefined {
  if (left.op === 'call' && left.args[0] === 'size') {
    const fact = factIn(left.args[1][0]);
    const empty = operator === '==' ? 'empty' : operator === '>' ? 'not_empty' : undefined;
    return fact && empty && constantIn(right) === 0n ? { fact, operator: empty } : undefined;
  }
  const fact = factIn(left);
  if (!fact) return undefined;
  const value = constantIn(right);
  if (value !== undefined) return { fact, operator, value };
  const other = factIn(right);
  return other ? { fact, operator, value: { fact: other } } : undefined;
}

function membership(item: ASTNode, of: ASTNode): Cell | undefined {
  const within = factIn(of);
  const value = constantIn(item);
  if (within && typeof value === 'string') return { fact: within, operator: 'contains', value };
  const fact = factIn(item);
  const values = constantsIn(of);
  return fact && values ? { fact, operator: 'one_of', values } : undefined;
}

/** `fact.exists(e, e in ["a", "b"])`, whatever the variable is called in the text. */
function containsAny(node: Extract<ASTNode, { op: 'rcall' }>): Cell | undefined {
  const [name, receiver, [variable, body]] = node.args;
  const fact = factIn(receiver);
  if (name !== 'exists' || !fact || variable?.op !== 'id' || body?.op !== 'in') return undefined;
  const [item, of] = body.args;
  const values = textsIn(of);
  return values && item.op === 'id' && item.args === variable.args
    ? { fact, operator: 'contains_any', values }
    : undefined;
}
