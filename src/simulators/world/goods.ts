/** Goods of a shop that sells a little of everything. Prices and costs in fen. */
export type Article = {
  sku: string;
  title: string;
  price: number;
  cost: number;
  goodsClass: 'food_cosmetic_medical' | 'electronics' | 'textile_home' | 'general';
  exclusion?: 'custom_made' | 'fresh' | 'opening_spoils' | 'unsealed_media' | 'disclosed_flaw';
  /** The buyer ticked that the seven-day right does not hold for it. */
  exclusionConfirmed?: true;
  /** Comes in sizes or colours, so it may be the wrong one. */
  sized?: true;
  vatBasisPoints?: number;
};

type Rest = Pick<Article, 'exclusion' | 'exclusionConfirmed' | 'sized' | 'vatBasisPoints'>;

const article =
  (goodsClass: Article['goodsClass'], shared: Rest = {}) =>
  (sku: string, title: string, price: number, cost: number, own: Rest = {}): Article => ({
    ...{ sku, title, price, cost, goodsClass },
    ...shared,
    ...own,
  });

const wear = article('textile_home', { sized: true });
const device = article('electronics');
const beauty = article('food_cosmetic_medical');
const home = article('textile_home');
const food = article('food_cosmetic_medical', { vatBasisPoints: 900 });
const other = article('general');
const sealed = { exclusion: 'opening_spoils', exclusionConfirmed: true } as const;

export const articles: readonly Article[] = [
  wear('FZ-1001-M', '女士羊毛混纺大衣 驼色 M', 45900, 18200),
  wear('FZ-1001-L', '女士羊毛混纺大衣 驼色 L', 45900, 18200),
  wear('FZ-1014-XL', '男士连帽轻薄羽绒服 黑色 XL', 39900, 16500),
  wear('FZ-1022-S', '法式碎花连衣裙 蓝色 S', 19900, 6200),
  wear('FZ-1022-M', '法式碎花连衣裙 蓝色 M', 19900, 6200),
  wear('FZ-1035-L', '纯棉长袖衬衫 白色 L', 12900, 4100),
  wear('FZ-1041-M', '高腰直筒牛仔裤 深蓝 M', 15900, 5300),
  wear('FZ-1052-110', '儿童加绒卫衣套装 110cm', 9900, 3600),
  wear('FZ-1063-F', '羊绒围巾 酒红色', 16800, 5900),
  wear('XZ-2003-38', '女士通勤乐福鞋 棕色 38', 23900, 8800),
  wear('XZ-2003-39', '女士通勤乐福鞋 棕色 39', 23900, 8800),
  wear('XZ-2011-42', '男士缓震跑步鞋 灰绿 42', 32900, 12700),
  wear('XZ-2018-43', '男士户外徒步鞋 黑色 43', 42900, 17100),
  wear('XZ-2027-25', '儿童软底学步鞋 25码', 8900, 3000),
  device('SM-3001', '真无线降噪蓝牙耳机 Pro', 49900, 26000),
  device('SM-3005', '智能手表 46mm 运动版', 129900, 78000),
  device('SM-3012', '12.4 英寸平板电脑 8G+256G', 259900, 189000),
  device('SM-3017', '65W 氮化镓充电器套装', 12900, 5200),
  device('SM-3021', '机械键盘 87 键 茶轴', 29900, 14500),
  device('SM-3026', '便携投影仪 1080P', 189900, 121000),
  device('SM-3033', '无线静音鼠标 雾灰', 7900, 2900),
  device('SM-3040', '声波电动牙刷 附 4 支刷头', 19900, 7700),
  beauty('MZ-4002', '玻尿酸保湿精华液 30ml', 16900, 4800),
  beauty('MZ-4007', '哑光丝绒口红 #503 枫叶红', 8900, 2500),
  beauty('MZ-4011', '氨基酸洁面乳 120g ×2', 9900, 3100),
  beauty('MZ-4019', '防晒乳 SPF50+ 60ml', 7900, 2300),
  beauty('MZ-4023', '香水小样礼盒 5 支装', 13900, 5200, sealed),
  home('JJ-5001', '60 支长绒棉四件套 1.8m 床', 39900, 17800),
  home('JJ-5006', '记忆棉护颈枕', 12900, 4700),
  home('JJ-5010', '遮光窗帘 2m×2.4m 一对', 18900, 7900),
  other('JJ-5015', '不粘炒锅 30cm 带盖', 16900, 6800),
  other('JJ-5021', '陶瓷餐具 16 头套装', 22900, 9600),
  other('JJ-5028', '静音落地扇', 26900, 12100),
  food('SP-6002', '每日坚果 750g 30 袋', 9900, 5100),
  food('SP-6008', '高山乌龙茶 250g 礼盒', 15800, 6200),
  food('SP-6013', '低温鲜牛奶 950ml ×4', 6800, 4300, { exclusion: 'fresh' }),
  food('SP-6017', '云南鲜花 混合花束', 5900, 2700, { exclusion: 'fresh' }),
  other('DZ-7001', '定制刻字黄铜钥匙扣', 6900, 1800, { exclusion: 'custom_made', exclusionConfirmed: true }),
  other('DZ-7004', '定制宝宝照片相册 12 寸', 18800, 7200, { exclusion: 'custom_made', exclusionConfirmed: true }),
  other('YX-8002', '黑胶唱片 双碟限量版', 32800, 17500, { exclusion: 'unsealed_media' }),
];

/** Given with an order at no price; it has a cost all the same. */
export const gifts: readonly Article[] = [
  other('ZP-9001', '【赠品】帆布购物袋', 0, 450),
  beauty('ZP-9004', '【赠品】精华液小样 5ml', 0, 380),
  device('ZP-9007', '【赠品】数据线 1m', 0, 320),
];
