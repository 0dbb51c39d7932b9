/** What kind of mistake the engine's message means; the screens have a sentence for each. */
export type ConditionProblem =
  | { kind: 'empty' | 'unlike' | 'quote' | 'bracket' | 'not_a_question' | 'incomplete' | 'other' }
  | { kind: 'unknown'; name: string }
  | { kind: 'character'; name: string };

export function conditionProblem(condition: string, message: string): ConditionProblem {
  if (condition.trim() === '') return { kind: 'empty' };
  const unknown = /^Unknown variable: (\S+)/.exec(message)?.[1];
  if (unknown) return { kind: 'unknown', name: unknown };
  const character = /^Unexpected character: (\S+)/.exec(message)?.[1];
  if (character) return { kind: 'character', name: character };
  if (/overload/.test(message)) return { kind: 'unlike' };
  if (/Unterminated string/.test(message)) return { kind: 'quote' };
  if (/^Expected R(PAREN|BRACKET|BRACE)/.test(message)) return { kind: 'bracket' };
  if (/^a condition is bool/.test(message)) return { kind: 'not_a_question' };
  return { kind: /EOF|^Unexpected token|^Expected/.test(message) ? 'incomplete' : 'other' };
}
