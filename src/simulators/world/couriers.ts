import { digits, type Person } from './people.ts';
import type { Random } from './random.ts';

export type Courier = { code: string; name: string; waybill: (random: Random) => string };

const shape = (prefix: string, count: number) => (random: Random) => `${prefix}${digits(random, count)}`;

/** By the codes of Kuaidi100, with numbers as they print them. */
export const couriers: readonly (readonly [number, Courier])[] = [
  [
    22,
    {
      code: 'zhongtong',
      name: '中通快递',
      waybill: (random) => `7${random.pick(['3', '5', '8'])}${digits(random, 12)}`,
    },
  ],
  [20, { code: 'yuantong', name: '圆通速递', waybill: shape('YT', 13) }],
  [16, { code: 'yunda', name: '韵达快递', waybill: shape('4', 14) }],
  [12, { code: 'shentong', name: '申通快递', waybill: shape('77', 13) }],
  [12, { code: 'jtexpress', name: '极兔速递', waybill: shape('JT', 13) }],
  [12, { code: 'shunfeng', name: '顺丰速运', waybill: shape('SF', 13) }],
  [6, { code: 'youzhengguonei', name: '邮政快递包裹', waybill: shape('99', 11) }],
];

export type Parcel = { courier: Courier; waybill: string };

export function parcelOf(random: Random): Parcel {
  const courier = random.weighted(couriers);
  return { courier, waybill: courier.waybill(random) };
}

export type Step = { statusCode: string; context: string; location: string; afterSeconds: number };

type Scan = readonly [hours: number, statusCode: string, location: string, context: string];

/** From pick-up to our door; `null` for a parcel that does not come. */
export type Journey = { steps: Step[]; signedAfterMs: number | null; isLost: boolean };

/** How a parcel comes back to the warehouse in Hangzhou, in hours of the story. */
export function journeyOf(random: Random, from: Person, hourMs: number): Journey {
  const kind = random.weighted([
    [66, 'smooth'],
    [14, 'delayed'],
    [10, 'problem'],
    [5, 'lost'],
    [5, 'turned'],
  ] as const);
  const home = '杭州市';
  const slow = kind === 'delayed' ? 3 : 1;
  const scans: Scan[] = [
    [random.int(1, 4), '103', from.city, `【${from.city}】${from.district}营业点已揽收`],
    [random.int(4, 9), '1002', from.city, `【${from.city}】快件已发往【杭州转运中心】`],
  ];
  if (kind !== 'lost') scans.push([random.int(8, 20) * slow, '1001', home, '【杭州市】快件到达【杭州余杭营业点】']);
  if (kind === 'problem') {
    const trouble = random.pick([
      ['208', '【杭州市】因天气原因，快件滞留，将尽快派送'],
      ['206', '【杭州市】联系不上收件人，次日再派'],
      ['209', '【杭州市】外包装破损，已重新包装'],
    ] as const);
    scans.push([random.int(2, 5), trouble[0], home, trouble[1]]);
    scans.push([random.int(12, 24), '1001', home, '【杭州市】快件已重新安排派送']);
  }
  const arrives = kind !== 'lost' && kind !== 'turned';
  if (kind === 'turned') {
    scans.push([random.int(2, 6), '14', home, '【杭州市】收件人拒签，快件待退回']);
    if (random.chance(0.5)) scans.push([random.int(4, 12), '6', home, '【杭州市】快件退回途中']);
  }
  if (arrives) {
    scans.push([random.int(2, 6), '5', home, '【杭州市】派件员正在派件，电话 0571-8888****']);
    scans.push([random.int(1, 4), random.pick(['301', '303']), home, '【杭州市】已签收，签收人：退货仓前台']);
  }
  let hours = 0;
  const steps = scans.map(([after, statusCode, location, context]) => {
    hours += after;
    return { statusCode, context, location, afterSeconds: (hours * hourMs) / 1_000 };
  });
  return { steps, signedAfterMs: arrives ? hours * hourMs : null, isLost: kind === 'lost' };
}
