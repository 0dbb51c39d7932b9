import { useTexts } from '../locales/texts.ts';

const classes = ['general', 'textile_home', 'electronics', 'food_cosmetic_medical'] as const;

export function useClassOptions() {
  const t = useTexts('places');
  return classes.map((value) => ({ value, label: t(`classes.${value}`) }));
}
