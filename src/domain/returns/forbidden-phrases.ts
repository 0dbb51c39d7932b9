import { type ForbiddenKind, forbiddenRules } from './forbidden-rules.ts';

/** A passage of a text that a shop must not write: where it stands (UTF-16 units, `to` not included), and why. */
export type ForbiddenPhrase = {
  ruleId: string;
  kind: ForbiddenKind;
  severity: 'block' | 'warn';
  phrase: string;
  from: number;
  to: number;
  basis: string;
  says: { zh: string; en: string };
};

/**
 * Finds the passages, in the order of the text; where two rules meet on one spot, the stricter speaks. Full-width and
 * traditional characters, spaces and punctuation between the characters hide nothing.
 */
export function forbiddenPhrases(text: string): ForbiddenPhrase[] {
  const { plain, places } = plainOf(text);
  const found = forbiddenRules.flatMap((rule) =>
    [...plain.matchAll(rule.pattern)].flatMap((match): ForbiddenPhrase[] => {
      const from = places[match.index]?.from;
      const to = places[match.index + match[0].length - 1]?.to;
      if (from === undefined || to === undefined) return [];
      const { id: ruleId, kind, severity, basis, says } = rule;
      return [{ ruleId, kind, severity, phrase: text.slice(from, to), from, to, basis, says }];
    }),
  );
  const strictFirst = found.toSorted((a, b) => weight(b) - weight(a) || b.to - b.from - (a.to - a.from));
  const kept: ForbiddenPhrase[] = [];
  for (const one of strictFirst) {
    if (!kept.some((other) => one.from < other.to && other.from < one.to)) kept.push(one);
  }
  return kept.toSorted((a, b) => a.from - b.from);
}

const weight = ({ severity }: ForbiddenPhrase): number => (severity === 'block' ? 1 : 0);

/** The refusal of a text that must not leave the house, or null. A warning stops nobody. */
export function forbiddenIn(text: string): { code: 'forbidden_phrase'; findings: ForbiddenPhrase[] } | null {
  const findings = forbiddenPhrases(text).filter(({ severity }) => severity === 'block');
  return findings.length > 0 ? { code: 'forbidden_phrase', findings } : null;
}

type Place = { from: number; to: number };

/** The text as the rules read it, and where each of its characters stands in the original. */
function plainOf(text: string): { plain: string; places: Place[] } {
  let plain = '';
  const places: Place[] = [];
  let at = 0;
  for (const character of text) {
    const to = at + character.length;
    for (const unit of character.normalize('NFKC').toLowerCase()) {
      if (/[\p{L}\p{N}]/u.test(unit)) {
        const simple = simplified.get(unit) ?? unit;
        plain += simple;
        for (let i = 0; i < simple.length; i++) places.push({ from: at, to });
      }
    }
    at = to;
  }
  return { plain, places };
}

/** The traditional characters that the rules' own words have; a whole dictionary would find nothing more. */
const pairs =
  '價价賣卖銷销換换貨货後后開开裝装試试產产質质問问題题無无沒没過过認认為为視视釋释權权歸归轉转賬账帳账錢钱紅红' +
  '補补償偿協协處处線线聯联係系掃扫碼码號号個个請请將将關关閉闭評评論论給给報报訴诉騙骗詐诈惡恶職职業业實实單单' +
  '錄录電电話话門门來来範范圍围標标條条減减級级該该們们還还這这須须義义務务維维購购約约額额點点動动節节簽签';
const characters = [...pairs];
const simplified = new Map<string, string>(
  characters.flatMap((traditional, i) => (i % 2 === 0 ? [[traditional, characters[i + 1] ?? traditional]] : [])),
);
