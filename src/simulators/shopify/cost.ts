import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Scope = {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
};

/**
 * What a query may cost at most, by Shopify's published rule of thumb: an object is one point, a scalar nothing, a list
 * as much as the rows that were asked for, and a mutation ten.
 */
export function requestedCost(operation: OperationDefinitionNode, scope: Scope): number {
  const root = operation.operation === 'mutation' ? scope.schema.getMutationType() : scope.schema.getQueryType();
  const mutations = operation.operation === 'mutation' ? operation.selectionSet.selections.length * 10 : 0;
  return Math.max(1, mutations + (root ? costOf(operation.selectionSet, root.name, scope) : 0));
}

function costOf(selections: SelectionSetNode, typeName: string, scope: Scope): number {
  let sum = 0;
  for (const selection of selections.selections) {
    if (selection.kind === 'Field') sum += fieldCost(selection, typeName, scope);
    else if (selection.kind === 'InlineFragment') {
      sum += costOf(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, scope);
    } else {
      const fragment = scope.fragments.get(selection.name.value);
      if (fragment) sum += costOf(fragment.selectionSet, fragment.typeCondition.name.value, scope);
    }
  }
  return sum;
}

function fieldCost(field: FieldNode, typeName: string, scope: Scope): number {
  const parent = scope.schema.getType(typeName);
  const fields = parent && isCompositeType(parent) && 'getFields' in parent ? parent.getFields() : {};
  const type = fields[field.name.value]?.type;
  const named = type && getNamedType(type);
  if (!named || !isCompositeType(named) || !field.selectionSet) return 0;
  const inside = costOf(field.selectionSet, named.name, scope);
  if (isObjectType(named) && named.name.endsWith('Connection')) return inside * rowsOf(field, scope);
  return 1 + inside;
}

function rowsOf(field: FieldNode, { variables }: Scope): number {
  const first = field.arguments?.find(({ name }) => name.value === 'first')?.value;
  if (first?.kind === 'IntValue') return Number(first.value);
  return first?.kind === 'Variable' ? Number(variables[first.name.value] ?? 1) : 1;
}

/** What it did cost: the objects that came back. */
export function actualCost(data: unknown): number {
  if (Array.isArray(data)) return data.reduce((sum: number, one) => sum + actualCost(one), 0);
  if (typeof data !== 'object' || data === null) return 0;
  return Object.values(data).reduce((sum: number, one) => sum + actualCost(one), 1);
}
