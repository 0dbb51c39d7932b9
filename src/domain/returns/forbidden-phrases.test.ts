import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forbiddenIn, forbiddenPhrases } from './forbidden-phrases.ts';
import { forbiddenRules } from './forbidden-rules.ts';
import { defaultTemplates } from './reply-templates.ts';

describe('a shop may not write', () => {
  test.each([
    ['no-return-on-sale-goods', '亲，特价商品不退不换哦'],
    ['no-return-on-sale-goods', '清仓款一律不支持退货'],
    ['no-return-once-opened', '拆封不退'],
    ['no-return-once-opened', '您已经拆封后就不能退了，剪标的不予退换'],
    ['no-return-once-sold', '一经售出概不退换'],
    ['no-returns-at-all', '本店不支持七天无理由退换'],
    ['only-quality-returns', '非质量问题不退不换'],
    ['only-quality-returns', '只有质量问题才能退'],
    ['signing-accepts-quality', '签收即视为认可商品质量'],
    ['signing-accepts-quality', '签收后概不负责'],
    ['sole-interpretation', '本活动最终解释权归本店所有'],
    ['money-outside', '我微信给您转账10元吧'],
    ['contact-outside', '麻烦加一下客服微信'],
    ['contact-outside', '我的vx是guilai2026'],
    ['withdraw-first', '请先撤销退款申请，我们再给您处理'],
    ['review-for-money', '好评返现5元'],
    ['review-for-money', '麻烦您删除差评'],
    ['blacklist', '再这样就拉黑你'],
  ])('%s: %s', (ruleId, text) => {
    expect(forbiddenPhrases(text).map((found) => found.ruleId)).toContain(ruleId);
    expect(forbiddenIn(text)).toMatchObject({ code: 'forbidden_phrase' });
  });

  test.each([
    '特價商品不退不換',
    '特 价 商 品，不退、不换！',
    '特价商品不－退－不换',
    '特\u3000价\u200b商品不退',
    '加ＶＸ：ｇｕｉｌａｉ８８８',
    '加v x guilai888',
    '签·收·即·视·为·认·可',
  ])('hidden behind other characters it is found all the same: %s', (text) => {
    expect(forbiddenIn(text)).not.toBeNull();
  });
});

test.each([
  '特价商品也支持七天无理由退货',
  '拆封不影响退货，商品完好就可以退',
  '退款会原路退回您的支付宝，预计1到3个工作日到账',
  '您的申请已经同意，请在7天内寄回',
  '这件商品下单时已确认是定作商品，依据暂行办法第6条不适用七天无理由',
  '抱歉让您久等了，包裹显示在杭州转运中心',
  '如果您愿意，我们可以退您30元，商品您留下；不接受也没关系，原申请照常处理',
  '商品完好，不符合质量问题',
  '已与买家电话沟通，不符合退货条件',
  '',
])('what is said in good order passes: %s', (text) => {
  expect(forbiddenIn(text)).toBeNull();
});

test('a warning stops nobody, and is told', () => {
  const text = '如果问题解决了，您可以自己取消申请';
  expect(forbiddenIn(text)).toBeNull();
  expect(forbiddenPhrases(text)).toMatchObject([{ ruleId: 'withdraw', severity: 'warn', phrase: '取消申请' }]);
});

test('the answer names the phrase, its place and the basis', () => {
  const text = '您好！特价商品，不退不换。';
  const [found] = forbiddenPhrases(text);
  expect(found).toMatchObject({ phrase: '特价商品，不退', from: 3, kind: 'takes_rights', severity: 'block' });
  expect(text.slice(found?.from, found?.to)).toBe(found?.phrase);
  expect(found?.basis).toContain('实施条例 19');
});

test('whatever the text, passages lie within it, in order, and do not overlap', () => {
  const words = fc.constantFrom(
    '特价',
    '商品',
    '不退',
    '不换',
    '，',
    ' ',
    '加',
    'VX',
    'abc12345',
    '𠮷',
    '😀',
    '售出',
    '好',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      let end = 0;
      for (const found of forbiddenPhrases(text)) {
        expect(found.from).toBeGreaterThanOrEqual(end);
        expect(found.to).toBeGreaterThan(found.from);
        expect(text.slice(found.from, found.to)).toBe(found.phrase);
        end = found.to;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('each rule names its basis, and says so where nobody has read it yet', () => {
  for (const rule of forbiddenRules) {
    expect(rule.basis).not.toBe('');
    expect(rule.basis.includes('未逐条核对')).toBe(!rule.verified);
  }
  expect(new Set(forbiddenRules.map((rule) => rule.id)).size).toBe(forbiddenRules.length);
});

test('our own templates hold nothing that is forbidden, nor what would raise a warning', () => {
  for (const template of defaultTemplates)
    expect([template.id, forbiddenPhrases(template.body)]).toEqual([template.id, []]);
});
