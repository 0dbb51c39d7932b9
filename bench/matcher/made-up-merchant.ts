import { type Draws, runningSums } from './random.ts';

export type Units = { article: number; units: number };
export type Article = { sku: string; grams: number; gramsKnown: boolean };
export type Person = {
  name: string;
  phone: string;
  city: string;
  /** What the channel shows the shop. */
  shows: { phone: 'all' | 'tail' | 'nothing'; name: 'all' | 'surname' };
  /** Has sent parcels before: so his city is known. */
  sentBefore: boolean;
};
export type Sale = {
  person: number;
  shippedDay: number;
  deliveredDay: number | null;
  lines: Units[];
  outbound: string;
  requests: { openedDay: number; lines: Units[]; announced: { courier: string; waybill: string } | null }[];
};
export type Merchant = { articles: Article[]; people: Person[]; sales: Sale[]; today: number };

export type Size = { articles: number; people: number; sales: number; requests: number };

/** Surnames as they are borne in China: the first hundred or so carry most, and none more than one in fourteen. */
const SURNAMES: readonly (readonly [string, number])[] = [
  ['王李', 7.2],
  ['张', 6.8],
  ['刘', 5.4],
  ['陈', 4.5],
  ['杨', 3.1],
  ['赵黄周吴', 2.1],
  ['徐孙马朱胡', 1.4],
  ['郭何林', 1.2],
  ['高罗郑梁', 0.9],
  ['谢宋唐许邓韩', 0.75],
  ['冯曹彭曾肖田', 0.6],
  ['董潘袁蔡蒋余于杜', 0.5],
  ['叶程魏苏吕丁任卢姚沈', 0.45],
  ['钟姜崔谭陆范汪廖石金', 0.37],
  ['韦贾夏付方邹熊白孟秦', 0.28],
  ['邱侯江尹薛闫段雷龙黎', 0.22],
  ['史陶贺毛郝顾龚邵万覃', 0.18],
];
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玉建国春梅飞鑫波斌宇浩凯晨欣雨婷'.split('');
const CITIES = [
  '深圳',
  '广州',
  '上海',
  '北京',
  '杭州',
  '成都',
  '重庆',
  '武汉',
  '苏州',
  '西安',
  '南京',
  '长沙',
  '郑州',
  '东莞',
  '天津',
  '合肥',
  '青岛',
  '宁波',
  '佛山',
  '济南',
  '福州',
  '厦门',
  '昆明',
  '无锡',
  '沈阳',
  '大连',
  '泉州',
  '温州',
  '南昌',
  '石家庄',
];
const COURIERS = ['shunfeng', 'zhongtong', 'yuantong', 'yunda', 'jtexpress', 'jd'];
/** How common the n-th of a list is: the first ones carry most. */
const falling = (count: number, steepness: number) =>
  runningSums(Array.from({ length: count }, (_, n) => 1 / (n + 1) ** steepness));

const surnameLetters = SURNAMES.flatMap(([letters]) => [...letters]);
const surnames = runningSums(SURNAMES.flatMap(([letters, share]) => [...letters].map(() => share)));
const cities = falling(CITIES.length, 0.6);

export const nameOf = (draws: Draws): string =>
  `${surnameLetters[draws.byWeight(surnames)]}${draws.oneOf(GIVEN)}${draws.chance(0.65) ? draws.oneOf(GIVEN) : ''}`;
export const cityOf = (draws: Draws): string => CITIES[draws.byWeight(cities)] ?? '深圳';
export const phoneOf = (draws: Draws): string => `1${draws.oneOf(['3', '5', '7', '8', '9'])}${draws.digits(9)}`;
export const waybillOf = (draws: Draws): { courier: string; waybill: string } => {
  const courier = draws.oneOf(COURIERS);
  return { courier, waybill: `${courier.slice(0, 2).toUpperCase()}${draws.digits(12)}` };
};

/** A shop with best-sellers, regulars, families and forwarders behind one phone, and requests that wait for goods. */
export function madeUpMerchant(draws: Draws, size: Size): Merchant {
  const articles = Array.from({ length: size.articles }, (_, n) => ({
    sku: `A${String(Math.floor(n / 4)).padStart(4, '0')}-${'SMLX'[n % 4]}`,
    // The sizes of one model weigh the same.
    grams: 80 + ((Math.floor(n / 4) * 7_919) % 1_900),
    gramsKnown: draws.chance(0.6),
  }));
  const people = peopleOf(draws, size.people);
  const today = 120;
  const popularity = falling(size.articles, 0.9);
  const regulars = Math.max(1, Math.floor(size.people * 0.08));
  const sales = Array.from({ length: size.sales }, (): Sale => {
    const person = draws.chance(0.3) ? draws.whole(regulars) : draws.whole(size.people);
    const shippedDay = draws.whole(today - 1);
    const lines = new Map<number, number>();
    for (let n = draws.byWeight([55, 82, 95, 100]); n >= 0; n--) {
      lines.set(draws.byWeight(popularity), draws.chance(0.85) ? 1 : 2);
    }
    const deliveredDay = shippedDay + draws.between(1, 4);
    return {
      person,
      shippedDay,
      deliveredDay: deliveredDay < today ? deliveredDay : null,
      lines: [...lines].map(([article, units]) => ({ article, units })),
      outbound: waybillOf(draws).waybill,
      requests: [],
    };
  });
  askForReturns(draws, sales, size.requests, today);
  return { articles, people, sales, today };
}

function peopleOf(draws: Draws, count: number): Person[] {
  const forwarders = Array.from({ length: Math.ceil(count / 2_000) }, () => phoneOf(draws));
  const people: Person[] = [];
  for (let n = 0; n < count; n++) {
    const relative = n > 0 && draws.chance(0.04) ? people[draws.whole(n)] : undefined;
    people.push({
      name: relative && draws.chance(0.5) ? `${[...relative.name][0]}${draws.oneOf(GIVEN)}` : nameOf(draws),
      phone: relative ? relative.phone : draws.chance(0.02) ? draws.oneOf(forwarders) : phoneOf(draws),
      city: relative ? relative.city : cityOf(draws),
      shows: {
        phone: draws.chance(0.25) ? 'all' : draws.chance(0.91) ? 'tail' : 'nothing',
        name: draws.chance(0.25) ? 'all' : 'surname',
      },
      sentBefore: draws.chance(0.3),
    });
  }
  return people;
}

/** Requests of the last weeks: mostly one article of several, now and then a second request on the same order. */
function askForReturns(draws: Draws, sales: Sale[], count: number, today: number): void {
  const recent = sales.filter(({ deliveredDay }) => deliveredDay !== null && deliveredDay > today - 35);
  for (let n = 0; n < count && recent.length > 0; n++) {
    const sale = draws.oneOf(recent);
    const asked = new Set(sale.requests.flatMap(({ lines }) => lines.map(({ article }) => article)));
    const free = sale.lines.filter(({ article }) => !asked.has(article));
    if (free.length === 0) continue;
    const first = draws.whole(free.length);
    const lines = free
      .filter((_, i) => i === first || draws.chance(0.25))
      .map(({ article, units }) => ({ article, units: draws.chance(0.8) ? units : 1 }));
    const openedDay = Math.min(today - 1, (sale.deliveredDay ?? 0) + draws.whole(8));
    sale.requests.push({ openedDay, lines, announced: draws.chance(0.45) ? waybillOf(draws) : null });
  }
}
