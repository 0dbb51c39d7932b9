import { expect, test } from 'vitest';
import { defaultRows } from './default-policy.ts';
import { type LegalRule, legalRules } from './legal-rules.ts';

const rules = Object.entries<LegalRule>(legalRules);

test.each(rules)('%s is kept where it says', (_, { kept, article }) => {
  if (kept.in !== 'rows') return;
  const rows = kept.rows.map((id) => defaultRows.find((row) => row.id === id)?.basis);
  expect(rows).not.toContain(undefined);
  // At least one of the rows cites a law that the rule rests on.
  const laws = article.split('；').map((part) => part.split(' ')[0] ?? part);
  expect(rows.some((basis) => laws.some((law) => basis?.includes(law)))).toBe(true);
});

test('no rule of NR-1 to NR-7 and M-1 to M-11 is left out', () => {
  const ids = new Set(rules.map(([id]) => id));
  const wanted = [
    ...Array.from({ length: 7 }, (_, i) => `NR-${i + 1}`),
    ...Array.from({ length: 11 }, (_, i) => `M-${i + 1}`),
  ];
  expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
});

test('every default row but the shop’s own limit and refunds before or without goods stands for a rule', () => {
  const named = new Set(rules.flatMap(([, { kept }]) => (kept.in === 'rows' ? kept.rows : [])));
  const others = defaultRows.map(({ id }) => id).filter((id) => !named.has(id));
  expect(others).toEqual([
    'over-limit',
    'blocked-buyer',
    'not-shipped',
    'refund-only-in-transit',
    'refund-only-shipped',
    'refused-delivery',
    'refused-delivery-unproven',
    'price-protection',
    'fault-of-fresh-goods',
  ]);
});
