import { legalRules } from '../policy/legal-rules.ts';

type Says = { zh: string; en: string };

/** A ground of ours to refuse a request. `article`: the law that carries it; null where only the facts of the case can. */
export type RefusalReason = { code: string; says: Says; article: string | null };

const byLaw = (code: string, says: Says, rule: keyof typeof legalRules): RefusalReason => ({
  code,
  says,
  article: legalRules[rule].article,
});
const byFacts = (code: string, says: Says): RefusalReason => ({ code, says, article: null });

export const refusalReasons: readonly RefusalReason[] = [
  byLaw(
    'statutory_exclusion',
    { zh: '法律规定不适用七天无理由的商品', en: 'Goods that the law excludes from returns without reason' },
    'NR-6-statutory',
  ),
  byLaw(
    'confirmed_exclusion',
    { zh: '买家下单时已逐次确认不适用七天无理由', en: 'The buyer confirmed at this purchase that no returns apply' },
    'NR-7-conditional',
  ),
  byLaw('window_closed', { zh: '已超过七天（签收次日起算）', en: 'The seven days are over' }, 'NR-3'),
  byLaw('not_intact', { zh: '退回商品不完好', en: 'The goods that came back are not intact' }, 'NR-INTACT'),
  byFacts('no_evidence', { zh: '没有照片等凭证，无法核实', en: 'No pictures or other evidence to check it by' }),
  byFacts('not_our_goods', { zh: '不是本店售出的商品', en: 'These are not goods that we sold' }),
  byFacts('agreed_otherwise', { zh: '已与买家另行协商一致', en: 'Something else was agreed with the buyer' }),
  byFacts('other', { zh: '其他', en: 'Other' }),
];
