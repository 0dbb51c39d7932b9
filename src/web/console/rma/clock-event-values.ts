import type { Values, WordGroup } from '../locales/texts.ts';

type Words = (group: WordGroup, code: string) => string;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What an event about a clock is said with; nothing for any other event. */
export function clockEventValues(type: string, data: Record<string, unknown>, words: Words): Values {
  const clock = textOf(data['clock'] ?? data['kind']);
  if (!/^(clock|deadline|extension)_/.test(type) || clock === '') return {};
  const responsible = data['responsible'];
  const desk = typeof responsible === 'object' && responsible !== null && 'desk' in responsible ? responsible.desk : '';
  return {
    clock: words('clock', clock),
    ...(typeof data['source'] === 'string' ? { source: words('clockSource', data['source']) } : {}),
    ...(desk ? { desk: words('desk', String(desk)) } : {}),
    ...(typeof data['action'] === 'string' ? { action: words('autoAction', data['action']) } : {}),
    because: data['because'] ? words('autoBecause', textOf(data['because'])) : '',
  };
}
