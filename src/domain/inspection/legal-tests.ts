import type { GoodsClass } from '../orders/order.ts';

/** What makes goods not intact. `incomplete` is art. 8, which holds for all; the others are art. 9's of one class. */
export type LegalTest =
  | 'seal_broken'
  | 'unauthorised_repair'
  | 'label_or_serial_changed'
  | 'use_marks'
  | 'data_traces'
  | 'tag_removed'
  | 'soiled'
  | 'damaged'
  | 'incomplete';

type TestsOfClass = { article: string; tests: readonly LegalTest[] };

/**
 * By which tests goods count as intact, for each class of goods. Opening the package and trying the goods out as far as
 * one must are never among them (暂行办法 8). A class of ours that the law does not name takes the tests of art. 8.
 */
const testsByClass: Record<GoodsClass, TestsOfClass> = {
  food_cosmetic_medical: { article: '暂行办法 9(1)', tests: ['seal_broken'] },
  electronics: {
    article: '暂行办法 9(2)',
    tests: ['unauthorised_repair', 'label_or_serial_changed', 'use_marks', 'data_traces'],
  },
  textile_home: { article: '暂行办法 9(3)', tests: ['tag_removed', 'soiled', 'damaged'] },
  general: { article: '暂行办法 8', tests: ['tag_removed', 'soiled', 'damaged', 'incomplete'] },
};

const isGoodsClass = (name: string): name is GoodsClass => Object.hasOwn(testsByClass, name);

/** The tests of a class and their article; a class that is not known counts as general. */
export const legalTestsFor = (goodsClass: string): TestsOfClass =>
  testsByClass[isGoodsClass(goodsClass) ? goodsClass : 'general'];
