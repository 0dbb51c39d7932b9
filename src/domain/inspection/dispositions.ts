/** What becomes of the goods? */
export type Disposition =
  | 'undecided'
  | 'none'
  | 'restock'
  | 'repair'
  | 'resale'
  | 'scrap'
  | 'to_buyer'
  /** Back to whoever sold them to the shop. */
  | 'to_vendor'
  /** Set apart until somebody decides. */
  | 'quarantine';

/** 全新 / 轻微瑕疵 / 严重损坏 */
export type Grade = 'new' | 'minor_flaw' | 'damaged';
