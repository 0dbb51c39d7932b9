/** How two writings of a fact stand to each other; `unknown` where one of them says nothing. */
export type Agreement = 'same' | 'fits' | 'differs' | 'unknown';

const MASKS = /[*＊•]/g;
/** `王女士` says no more than `王*`. */
const TITLES = /(女士|先生|小姐|老师)$/;

/** A name as a label prints it beside one that an order holds. Either may be masked. */
export function nameAgreement(printed: string | null, known: string | null): Agreement {
  const [a, b] = [lettersOf(printed), lettersOf(known)];
  if (a.length === 0 || b.length === 0) return 'unknown';
  if (!a.includes('*') && !b.includes('*')) return a.join('') === b.join('') ? 'same' : 'differs';
  // Masks do not keep the length of a name, so only what stands before and behind them is compared.
  const head = Math.min(visible(a), visible(b));
  const tail = Math.min(visible(a.toReversed()), visible(b.toReversed()));
  if (head + tail === 0) return 'unknown';
  const fits = a.slice(0, head).every((letter, i) => letter === b[i]) && endsAlike(a, b, tail);
  return fits ? 'fits' : 'differs';
}

const lettersOf = (name: string | null): string[] =>
  name === null ? [] : [...name.trim().toLowerCase().replace(TITLES, '*').replace(MASKS, '*')];

const visible = (letters: readonly string[]): number => {
  const mask = letters.indexOf('*');
  return mask < 0 ? letters.length : mask;
};

const endsAlike = (a: readonly string[], b: readonly string[], count: number): boolean =>
  count === 0 || a.slice(-count).join('') === b.slice(-count).join('');

/** The common surnames of China with the part of all people who bear them, in thousandths; the rest are rarer. */
const surnames: Readonly<Record<string, number>> = {
  王: 71,
  李: 71,
  张: 68,
  刘: 54,
  陈: 45,
  杨: 31,
  赵: 23,
  黄: 22,
  周: 21,
  吴: 20,
  徐: 15,
  孙: 15,
  马: 13,
  朱: 13,
  胡: 13,
  郭: 12,
  何: 12,
  林: 11,
  高: 10,
  罗: 10,
  郑: 9,
  梁: 9,
  谢: 8,
  宋: 8,
  唐: 7,
  许: 7,
  邓: 7,
  韩: 7,
  冯: 6,
  曹: 6,
};
const RARE = 5;
/** A letter that begins a name in another writing. */
const ANY_LETTER = 60;

/** How many people's names begin as this one does, from 0 to 1: what is left of a masked name says as much as it is rare. */
export function surnameShare(name: string): number {
  const first = [...name.trim()][0] ?? '';
  return (surnames[first] ?? (/\p{Script=Han}/u.test(first) ? RARE : ANY_LETTER)) / 1_000;
}

/** A city on a label beside where parcels of a buyer were collected; couriers write province and city in many ways. */
export function cityAgreement(printed: string | null, known: readonly string[]): Agreement {
  const city = bareCity(printed ?? '');
  if (city === '' || known.length === 0) return 'unknown';
  const others = known.map(bareCity).filter((other) => other !== '');
  if (others.length === 0) return 'unknown';
  return others.some((other) => other.includes(city) || city.includes(other)) ? 'same' : 'differs';
}

const bareCity = (text: string): string => text.replace(/[\s,，]|市|省|自治区|特别行政区/g, '');

/** Shorter numbers are too often alike by chance. */
const SHORTEST_NEAR = 9;

/** One digit wrong, one too many, one too few, or two neighbours changed over: how numbers are mistyped. */
export function isNearly(a: string, b: string): boolean {
  if (a === b || Math.min(a.length, b.length) < SHORTEST_NEAR || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  if (a.length !== b.length) return a.length > b.length ? restA.slice(1) === restB : restB.slice(1) === restA;
  if (restA.slice(1) === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
