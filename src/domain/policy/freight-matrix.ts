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

/**
 * The freight matrix (rules M-6, M-7): Taobao's rules for disputes, which are the fullest, within what the law gives. The
 * first line that fits decides. A shop may agree on more for the buyer, never on less.
 */
export function freightFor(of: FreightCase): Freight {
  const line = lineFor(of);
  if (line.back === 'seller') return { ...line, difference: null };
  const also = [...(of.isCollectUnasked ? ['淘宝争议 51'] : []), ...(of.addressDiffers ? ['淘宝争议 52'] : [])];
  return { ...line, difference: of.addressDiffers ? 'seller' : null, article: [line.article, ...also].join('；') };
}

function lineFor(of: FreightCase): Omit<Freight, 'difference'> {
  if (of.fault === 'seller') {
    return {
      rule: 'seller_at_fault',
      outbound: 'seller',
      back: 'seller',
      article: '消费者权益保护法 24；淘宝争议 49；京东商品纠纷 17',
    };
  }
  if (of.isAgreedInSilence) {
    return { rule: 'agreed_in_silence', outbound: null, back: 'seller', article: '淘宝争议 49' };
  }
  if (of.fault === 'unclear') {
    return { rule: 'responsibility_unclear', outbound: 'seller', back: 'buyer', article: '淘宝争议 7' };
  }
  if (of.isExchange) return { rule: 'exchange', outbound: null, back: 'buyer', article: '淘宝争议 54' };
  return noReason(of);
}

function noReason(of: FreightCase): Omit<Freight, 'difference'> {
  const back = { back: 'buyer' } as const;
  if (!of.isFreeShipping) {
    return { rule: 'paid_shipping', outbound: 'buyer', ...back, article: '消费者权益保护法 25；淘宝争议 53' };
  }
  if (of.isWholeOrder) {
    return { rule: 'free_shipping', outbound: 'seller', ...back, article: '消费者权益保护法 25；淘宝争议 53' };
  }
  const article = '暂行办法 18；淘宝争议 53';
  if (of.breaksFreeShipping) return { rule: 'threshold_broken', outbound: 'buyer', ...back, article };
  const outbound = of.breaksFreeShipping === null ? null : 'seller';
  return { rule: 'free_shipping_in_part', outbound, ...back, article };
}
