const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'] as const;
/** Every four digits. */
const MYRIADS = ['', '万', '亿', '万亿', '亿亿'] as const;

/** Four digits: `1005` → 壹仟零伍. Zeros at the end are not said. */
function fourInWords(four: number): string {
  let words = '';
  let isGap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(four / 10 ** place) % 10;
    if (digit === 0) {
      isGap = words !== '';
      continue;
    }
    words += `${isGap ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`;
    isGap = false;
  }
  return words;
}

function yuanPart(yuan: bigint): string {
  const groups: number[] = [];
  for (let rest = yuan; rest > 0n; rest /= 10_000n) groups.unshift(Number(rest % 10_000n));
  let words = '';
  let isGap = false;
  groups.forEach((group, i) => {
    if (group === 0) {
      isGap = words !== '';
      return;
    }
    const needsZero = words !== '' && (isGap || group < 1_000);
    words += `${needsZero ? '零' : ''}${fourInWords(group)}${MYRIADS[groups.length - 1 - i] ?? ''}`;
    isGap = false;
  });
  return words;
}

/** An amount in fen as it is written out on a voucher (大写金额): 1 234 05 fen → 壹仟贰佰叁拾肆元零伍分. */
export function yuanInWords(fen: bigint): string {
  const amount = fen < 0n ? -fen : fen;
  const [yuan, jiao, cents] = [amount / 100n, Number((amount / 10n) % 10n), Number(amount % 10n)];
  const sign = fen < 0n ? '负' : '';
  const whole = yuan > 0n ? `${yuanPart(yuan)}元` : '';
  if (jiao === 0 && cents === 0) return `${sign}${whole || '零元'}整`;
  const tenths = jiao > 0 ? `${DIGITS[jiao]}角` : whole ? '零' : '';
  return `${sign}${whole}${tenths}${cents > 0 ? `${DIGITS[cents]}分` : '整'}`;
}
