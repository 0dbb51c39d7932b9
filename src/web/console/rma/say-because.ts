import type { WordGroup } from '../locales/texts.ts';

type Words = (group: WordGroup, code: string) => string;

/** Reasons are codes, but for whoever makes a return another kind: they say why in words of their own. */
export const sayBecause = (type: string, because: string, words: Words, sayCause: (code: string) => string): string => {
  if (type === 'conversion_not_followed') return sayCause(because);
  if (type === 'advance_declined') return words('advanceDecline', because);
  return type === 'rma_converted' && because !== 'kind_changed_at_platform' ? because : words('because', because);
};
