import { useTranslation } from 'react-i18next';
import { entryOf, type FactName } from '../../../domain/policy/fact-catalogue.ts';
import { useWords } from '../locales/texts.ts';
import { wordsOfFact } from './fact-values.ts';
import { useShops } from './use-shops.ts';

/** What a fact's value may be chosen from, and whether others may be typed. */
export function useValueOptions(fact: FactName): { options: { value: string; label: string }[]; open: boolean } {
  const words = useWords();
  const shops = useShops();
  const { i18n } = useTranslation();
  const { values } = entryOf(fact);
  const group = wordsOfFact[fact];
  if (values) {
    const options = values.map((value) => ({ value, label: group ? words(group, value) : value }));
    return { options, open: false };
  }
  if (fact === 'shop') return { options: shops.map(({ id, name }) => ({ value: id, label: name })), open: true };
  if (!group) return { options: [], open: true };
  // Channels and payment methods: those that have a name, and any other by its code.
  const known: unknown = i18n.getResource(i18n.language, 'words', group);
  const codes = typeof known === 'object' && known !== null ? Object.keys(known) : [];
  return { options: codes.map((value) => ({ value, label: words(group, value) })), open: true };
}
