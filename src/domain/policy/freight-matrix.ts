import { present } from '../assert.ts';
import type { Fault } from './reasons.ts';

/** Who bears freight. */
export type Payer = 'buyer' | 'seller';

/** What the freight depends on. What nobody knows is null; the matrix then leaves open what hangs on it. */
export type FreightCase = {
  fault: Fault;
  isExchange: boolean;
  /** The buyer paid nothing for the way out. */
  isFreeShipping: boolean;
  isWholeOrder: boolean;
  /** What is kept no longer earns the free shipping. */
  breaksFreeShipping: boolean | null;
  /** Both agreed on the return before the platform stepped in, and nobody spoke of freight. */
  isAgreedInSilence: boolean;
  /** The return address is not the address that the goods were shown to ship from. */
  addressDiffers: boolean;
  /** The buyer sent freight-collect without asking, and the seller took it in. */
  isCollectUnasked: boolean;
};

export type Freight = {
  rule: FreightRule;
  /** Of the way out; null: the matrix says nothing, or the case does not tell. */
  outbound: Payer | null;
  /** Of the way back. */
  back: Payer;
  /** Bears what the way back costs more because the return address is another one. */
  difference: Payer | null;
  article: string;
};

type FreightRule =
  | 'seller_at_fault'
  | 'agreed_in_silence'
  | 'responsibility_unclear'
  | 'exchange'
  | 'paid_shipping'
  | 'threshold_broken'
  | 'free_shipping'
  | 'free_shipping_in_part';

/** One row of the matrix: what must be so, what then follows, and the text that says it. */
export type FreightRow = {
  rule: FreightRule;
  when: Partial<Omit<FreightCase, 'addressDiffers' | 'isCollectUnasked'>>;
  /** Null: the text says nothing, or the case does not tell. */
  outbound: Payer | null;
  back: Payer;
  article: string;
};

/**
 * The freight matrix (rules M-6, M-7): Taobao's rules for disputes, which are the fullest, within what the law gives. The
 * first row that fits decides. A shop may agree on more for the buyer, never on less.
 */
export const freightRows: readonly FreightRow[] = [
  {
    rule: 'seller_at_fault',
    when: { fault: 'seller' },
    outbound: 'seller',
    back: 'seller',
    article: '消费者权益保护法 24；淘宝争议 49；京东商品纠纷 17',
  },
  {
    rule: 'agreed_in_silence',
    when: { isAgreedInSilence: true },
    outbound: null,
    back: 'seller',
    article: '淘宝争议 49',
  },
  {
    rule: 'responsibility_unclear',
    when: { fault: 'unclear' },
    outbound: 'seller',
    back: 'buyer',
    article: '淘宝争议 7',
  },
  { rule: 'exchange', when: { isExchange: true }, outbound: null, back: 'buyer', article: '淘宝争议 54' },
  {
    rule: 'paid_shipping',
    when: { isFreeShipping: false },
    outbound: 'buyer',
    back: 'buyer',
    article: '消费者权益保护法 25；淘宝争议 53',
  },
  {
    rule: 'free_shipping',
    when: { isWholeOrder: true },
    outbound: 'seller',
    back: 'buyer',
    article: '消费者权益保护法 25；淘宝争议 53',
  },
  {
    rule: 'threshold_broken',
    when: { breaksFreeShipping: true },
    outbound: 'buyer',
    back: 'buyer',
    article: '暂行办法 18；淘宝争议 53',
  },
  {
    rule: 'free_shipping_in_part',
    when: { breaksFreeShipping: false },
    outbound: 'seller',
    back: 'buyer',
    article: '暂行办法 18；淘宝争议 53',
  },
  { rule: 'free_shipping_in_part', when: {}, outbound: null, back: 'buyer', article: '暂行办法 18；淘宝争议 53' },
];

/** What comes on top where the buyer bears the way back. */
export const freightRiders = {
  /** Sent freight-collect without asking: it stays the buyer's cost. */
  isCollectUnasked: '淘宝争议 51',
  /** What another address costs more is the seller's. */
  addressDiffers: '淘宝争议 52',
} as const;

/** What the matrix says of a case. */
export function freightFor(of: FreightCase): Freight {
  const { when: _, ...row } = present(
    freightRows.find(({ when }) => fits(when, of)),
    'the last row, which fits every case',
  );
  if (row.back === 'seller') return { ...row, difference: null };
  const riders = (['isCollectUnasked', 'addressDiffers'] as const).filter((rider) => of[rider]);
  const article = [row.article, ...riders.map((rider) => freightRiders[rider])].join('；');
  return { ...row, difference: of.addressDiffers ? 'seller' : null, article };
}

const fits = (when: FreightRow['when'], of: FreightCase): boolean => {
  const facts: Record<string, unknown> = of;
  return Object.entries(when).every(([fact, value]) => facts[fact] === value);
};
