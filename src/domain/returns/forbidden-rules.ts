/**
 * What a shop must not say to a buyer, as data. `verified`: the basis was read in the text it names; the others are known
 * from practice and want a reading before anybody relies on the number of the article.
 */
export type ForbiddenKind =
  | 'takes_rights'
  | 'threat'
  | 'off_platform_contact'
  | 'off_platform_money'
  | 'asks_to_withdraw'
  | 'review_pressure';

export type ForbiddenRule = {
  id: string;
  kind: ForbiddenKind;
  /** `block`: it is not sent. `warn`: it may be right in its place, and a person decides. */
  severity: 'block' | 'warn';
  basis: string;
  verified: boolean;
  says: { zh: string; en: string };
  /** Matched against the text without spaces and punctuation, in half-width small letters and simplified characters. */
  pattern: RegExp;
};

const EXCLUSION = '消费者权益保护法实施条例 19；七日无理由退货暂行办法 30';
const REFUSES =
  '(?:一律|一概|一旦|均|都|概|恕)*(?:不予|不支持|不能|不可以?|不接受|不给|不得|无法|不|拒绝)(?:办理)?(?:退货|退换|退款|退|换)';

export const forbiddenRules: readonly ForbiddenRule[] = [
  {
    id: 'no-return-on-sale-goods',
    kind: 'takes_rights',
    severity: 'block',
    basis: EXCLUSION,
    verified: true,
    says: {
      zh: '特价、清仓、促销商品同样适用七天无理由，不能自行扩大不退的范围',
      en: 'Sale goods may be returned too: a shop cannot widen the exclusions',
    },
    pattern: new RegExp(
      `(?:特价|特卖|促销|清仓|打折|折扣|活动|秒杀|直播间?|福利|尾货|断码)(?:的)?(?:商品|产品|货品|款式?|品|货|鞋服?|衣服)?${REFUSES}`,
      'g',
    ),
  },
  {
    id: 'no-return-once-opened',
    kind: 'takes_rights',
    severity: 'block',
    basis: '最高法网络消费纠纷规定（一）3；消费者权益保护法实施条例 19',
    verified: true,
    says: {
      zh: '为检查而拆封不影响商品完好，不能以拆封为由拒退',
      en: 'Opening to look does not spoil the goods and is no ground to refuse',
    },
    pattern: new RegExp(`(?:拆封|开封|拆包装?|拆箱|打开包装|撕膜|剪标|试穿|试用)(?:后|过|了|的)*${REFUSES}`, 'g'),
  },
  {
    id: 'no-return-once-sold',
    kind: 'takes_rights',
    severity: 'block',
    basis: '消费者权益保护法 25；七日无理由退货暂行办法 30',
    verified: true,
    says: { zh: '“售出不退”一类的店堂告示无效', en: 'Notices such as “no returns once sold” are void' },
    pattern:
      /(?:一经|一旦)?(?:售出|卖出|下单|出售|付款)(?:后|了)?(?:一律|一概|均|都|概|恕)*(?:不退|不换|不予退|不能退|不可退|不支持退)/g,
  },
  {
    id: 'no-returns-at-all',
    kind: 'takes_rights',
    severity: 'block',
    basis: '消费者权益保护法 25；七日无理由退货暂行办法 30',
    verified: true,
    says: { zh: '不能笼统拒绝退换', en: 'Returns cannot be refused across the board' },
    pattern:
      /(?:概|一律|一概|本店|我店|我们店|小店)(?:从?来?)?不(?:支持|接受)?(?:七天|7天)?(?:无理由)?(?:退换|退货|退不换)|不退不换|概不退换/g,
  },
  {
    id: 'only-quality-returns',
    kind: 'takes_rights',
    severity: 'block',
    basis: '消费者权益保护法 25；七日无理由退货暂行办法 30',
    verified: true,
    says: {
      zh: '七天无理由不以质量问题为条件',
      en: 'The seven-day right does not depend on a fault',
    },
    pattern: new RegExp(
      `(?:非|不是|没有|无)质量问题${REFUSES}|(?:只有|仅限?|必须)质量问题(?:才|可)(?:能|以|支持)?退`,
      'g',
    ),
  },
  {
    id: 'signing-accepts-quality',
    kind: 'takes_rights',
    severity: 'block',
    basis: '最高法网络消费纠纷规定（一）1；网络交易监督管理办法 21',
    verified: true,
    says: { zh: '“签收即认可质量”的条款无效', en: 'A clause that signing accepts the quality is void' },
    pattern:
      /签收(?:后)?(?:即|就|则|等于|等同|视为|就算|代表)+(?:您?)(?:认可|认为|表示|确认|接受|同意|合格|无误|没有|无)|签收后(?:一律|一概|概)?(?:不负责|不予受理|不承担|不认|不负任何)/g,
  },
  {
    id: 'sole-interpretation',
    kind: 'takes_rights',
    severity: 'block',
    basis: '最高法网络消费纠纷规定（一）1；网络交易监督管理办法 21',
    verified: true,
    says: { zh: '不得保留单方解释权', en: 'No sole right of interpretation may be kept' },
    pattern: /(?:最终|单方)?解释权归?(?:本店|我店|商家|店铺|卖家|我们|平台|公司|本公司)?(?:所有)?/g,
  },
  {
    id: 'money-outside',
    kind: 'off_platform_money',
    severity: 'block',
    basis: '七日无理由退货暂行办法 14',
    verified: true,
    says: {
      zh: '退款走原支付渠道，不约平台外转账',
      en: 'Money goes back the way it came, not by a transfer outside',
    },
    pattern:
      /(?:微信|支付宝|银行卡|线下|私下|私底下|红包|平台外)(?:给您|给你|直接)?(?:转账|转给|转你|转您|打款|返现|退款|退给|补偿|赔付)|(?:私下|线下)(?:解决|协商|处理)/g,
  },
  {
    id: 'contact-outside',
    kind: 'off_platform_contact',
    severity: 'block',
    basis: '各平台关于站外引导的规则（未逐条核对）',
    verified: false,
    says: { zh: '不引导买家到平台外联系', en: 'Buyers are not led to talk outside' },
    pattern:
      /(?:加|添加|扫码?加?)(?:一下|下)?(?:我|我们|客服)?(?:的)?(?:个人)?(?:微信|威信|薇信|wx|vx|v信|v号|weixin|wechat|qq|扣扣|企鹅号)|(?:微信|vx|wx|qq)(?:号)?(?:是|为)?[a-z0-9]{5,20}/g,
  },
  {
    id: 'withdraw-first',
    kind: 'asks_to_withdraw',
    severity: 'block',
    basis: '七日无理由退货暂行办法 31；各平台关于诱导撤销的规则（未逐条核对）',
    verified: false,
    says: {
      zh: '不以撤销申请作为处理的条件',
      en: 'Help is not made to depend on withdrawing the request',
    },
    pattern:
      /(?:先|麻烦先|请先|需要先|必须)(?:把|将)?(?:您的?|你的?)?(?:退款|退货|售后|申请|维权|投诉)*(?:撤销|取消|撤回|关闭|关掉|撤掉)/g,
  },
  {
    id: 'withdraw',
    kind: 'asks_to_withdraw',
    severity: 'warn',
    basis: '各平台关于诱导撤销的规则（未逐条核对）',
    verified: false,
    says: {
      zh: '是买家自己想撤销吗？不要劝买家撤销',
      en: 'Does the buyer want that himself? Do not talk him into withdrawing',
    },
    pattern: /(?:撤销|取消|撤回|关闭)(?:一下|下)?(?:您的?|你的?)?(?:退款|退货|售后|申请|维权|投诉)/g,
  },
  {
    id: 'review-for-money',
    kind: 'review_pressure',
    severity: 'block',
    basis: '电子商务法 39；反不正当竞争法 8（未逐条核对）',
    verified: false,
    says: {
      zh: '不以钱物换好评，不要求改评、删评',
      en: 'No reward for good reviews, and nobody is asked to change or delete one',
    },
    pattern:
      /好评(?:返现?|返红包|有礼|送|奖励)|(?:改|修改|追加|删|删除|删掉|撤)(?:一下|下|为|成|掉|了)?(?:您的?|你的?|这条|那条)?(?:中差评|差评|中评|评价|评论|好评|五星)|(?:给|打|留)(?:个|一个)?(?:五星|5星|好评)(?:就|再|才|后)/g,
  },
  {
    id: 'blacklist',
    kind: 'threat',
    severity: 'block',
    basis: '消费者权益保护法 27、29（未逐条核对）',
    verified: false,
    says: { zh: '不威胁买家', en: 'Buyers are not threatened' },
    pattern:
      /(?:拉黑|曝光|人肉|起底)(?:你|您|了)?|(?:公布|公开|发布)(?:你|您)的?(?:信息|电话|地址|姓名|照片)|(?:知道|有)(?:你|您)(?:家)?的?(?:地址|住址|单位)|(?:上门|找上门)(?:找|来找)(?:你|您)|后果自负|走着瞧|别后悔/g,
  },
  {
    id: 'police',
    kind: 'threat',
    severity: 'warn',
    basis: '消费者权益保护法 27（未逐条核对）',
    verified: false,
    says: { zh: '像在恐吓买家，换个说法', en: 'This may read as a threat: say it differently' },
    pattern: /(?:报警|起诉|告)(?:你|您|处理|抓)|恶意(?:退款|退货|差评|买家)|职业(?:打假|差评)|骗子|敲诈|无赖/g,
  },
];
