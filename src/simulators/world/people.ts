import type { Random } from './random.ts';

export type Person = { name: string; nick: string; phone: string; state: string; city: string; district: string };

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'];
const given = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '磊',
  '洋',
  '艳',
  '勇',
  '杰',
  '子轩',
  '雨桐',
  '欣怡',
  '浩然',
  '思远',
  '梓涵',
];
const words = ['山间明月', '小满', '不吃香菜', '一只橘猫', '云朵', '海盐汽水', '晚风', '阿布', '糖炒栗子', '木子'];
const places = [
  ['浙江省', '杭州市', '西湖区'],
  ['上海', '上海市', '浦东新区'],
  ['北京', '北京市', '朝阳区'],
  ['广东省', '深圳市', '南山区'],
  ['广东省', '广州市', '天河区'],
  ['四川省', '成都市', '武侯区'],
  ['江苏省', '南京市', '鼓楼区'],
  ['湖北省', '武汉市', '洪山区'],
  ['陕西省', '西安市', '雁塔区'],
  ['山东省', '青岛市', '市南区'],
  ['福建省', '厦门市', '思明区'],
  ['辽宁省', '沈阳市', '和平区'],
  ['云南省', '昆明市', '五华区'],
  ['黑龙江省', '哈尔滨市', '南岗区'],
] as const;

/** Nobody in particular: the middle of the phone number is zeros. */
export function personOf(random: Random): Person {
  const [state, city, district] = random.pick(places);
  return {
    name: random.pick(surnames) + random.pick(given),
    nick: `${random.pick(words)}${random.int(10, 9999)}`,
    phone: `1${random.pick(['30', '35', '38', '50', '58', '77', '86', '91'])}0000${digits(random, 4)}`,
    state,
    city,
    district,
  };
}

export const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.int(0, 9)).join('');
