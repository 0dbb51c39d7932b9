import { courierNamed } from './couriers.ts';

/**
 * The forms of couriers' numbers, as they were published or seen. None of them is a law: couriers lend each other ranges,
 * and several forms fit one number. `weight`: how much a fit says, from a prefix of letters that only one courier uses (3)
 * to mere digits (1). `verified`: the form stands in something that the courier itself has published.
 */
type WaybillForm = { courier: string; form: RegExp; weight: 1 | 2 | 3; source: string; verified: boolean };

const seen = 'github.com/BF-zh/Courier-Validation';
const recalled = 'recalled; no source at hand';

export const waybillForms: readonly WaybillForm[] = [
  { courier: 'shunfeng', form: /^SF[0-9A-Z]?\d{12}$/, weight: 3, source: seen, verified: false },
  { courier: 'yuantong', form: /^YT\d{13}$/, weight: 3, source: seen, verified: false },
  {
    courier: 'yuantong',
    form: /^88\d{16}$/,
    weight: 2,
    source: 'YTO’s site, as quoted in public code',
    verified: false,
  },
  { courier: 'jtexpress', form: /^JT\d{13}$/, weight: 3, source: seen, verified: false },
  { courier: 'jd', form: /^JD[0-9A-Z]{11,14}$/, weight: 3, source: seen, verified: false },
  { courier: 'debangkuaidi', form: /^DPK\d{12}$/, weight: 3, source: seen, verified: false },
  { courier: 'debangwuliu', form: /^DPL\d{12}$/, weight: 3, source: recalled, verified: false },
  { courier: 'zhaijisong', form: /^ZJS\d{12}$/, weight: 3, source: recalled, verified: false },
  { courier: 'danniao', form: /^CN\d{13}$/, weight: 3, source: recalled, verified: false },
  { courier: 'danniao', form: /^621\d{12}$/, weight: 2, source: seen, verified: false },
  // A parcel of the world's posts has two letters, nine digits and the country (UPU S10).
  { courier: 'ems', form: /^E[A-Z]\d{9}CN$/, weight: 3, source: 'UPU standard S10, as recalled', verified: false },
  { courier: 'youzhengguonei', form: /^P[A-Z]\d{11}$/, weight: 2, source: seen, verified: false },
  { courier: 'zhongtong', form: /^7[3-68]\d{12}$/, weight: 2, source: seen, verified: false },
  { courier: 'shentong', form: /^77\d{12,15}$/, weight: 2, source: seen, verified: false },
  { courier: 'shentong', form: /^43\d{12,15}$/, weight: 1, source: seen, verified: false },
  { courier: 'yunda', form: /^[34]\d{14}$/, weight: 2, source: seen, verified: false },
  { courier: 'yunda', form: /^5\d{12}$/, weight: 1, source: seen, verified: false },
  { courier: 'ems', form: /^1[01]\d{11}$/, weight: 2, source: seen, verified: false },
  { courier: 'youzhengguonei', form: /^99\d{11}$/, weight: 2, source: seen, verified: false },
  { courier: 'youzhengdsbk', form: /^98\d{11}$/, weight: 2, source: seen, verified: false },
  { courier: 'huitongkuaidi', form: /^A\d{13}$/, weight: 2, source: recalled, verified: false },
  // Twelve digits were SF's before the letters, and other couriers' as well.
  {
    courier: 'shunfeng',
    form: /^\d{12}$/,
    weight: 1,
    source: 'SF’s site, as quoted in public code',
    verified: false,
  },
];

/** As couriers write it: no spaces, no dashes, capital letters. */
export const plainWaybill = (typed: string): string => typed.replace(/[\s-]+/g, '').toUpperCase();

/** The couriers whose numbers look like this one, the likeliest first. Empty: a person must say. */
export function courierCandidates(waybill: string): { courier: string; weight: number }[] {
  const number = plainWaybill(waybill);
  const best = new Map<string, number>();
  for (const { courier, form, weight } of waybillForms)
    if (form.test(number)) best.set(courier, Math.max(weight, best.get(courier) ?? 0));
  return [...best].map(([courier, weight]) => ({ courier, weight })).toSorted((a, b) => b.weight - a.weight);
}

/** The courier, where one is likelier than all others; otherwise nothing is guessed. */
export function likeliestCourier(waybill: string): string | undefined {
  const [first, second] = courierCandidates(waybill);
  return first && first.weight > 1 && first.weight > (second?.weight ?? 0) ? first.courier : undefined;
}

/** The courier that a platform names, or where it names none, the one whose number it is. */
export const courierOf = (name: string, waybill: string): string =>
  courierNamed(name) || (likeliestCourier(waybill) ?? '');
