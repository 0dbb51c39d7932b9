import type { ChannelFault } from '../port.ts';

export type TopError = { code: string; msg: string; sub_code?: string | undefined; sub_msg?: string | undefined };

type Meaning = 'throttled' | 'unauthorised' | 'refused' | 'unknown' | 'business';

/** The gateway's own codes. A code that is not here says nothing certain. */
const meanings: Readonly<Record<string, Meaning>> = {
  '3': 'refused',
  '4': 'throttled',
  '5': 'throttled',
  '6': 'throttled',
  '7': 'throttled',
  '8': 'throttled',
  '9': 'refused',
  '10': 'unknown',
  '11': 'unauthorised',
  '12': 'unauthorised',
  '13': 'unauthorised',
  '15': 'business',
  '21': 'refused',
  '22': 'refused',
  '23': 'refused',
  '24': 'unauthorised',
  '25': 'unauthorised',
  '26': 'unauthorised',
  '27': 'unauthorised',
  '28': 'unauthorised',
  '29': 'unauthorised',
  '30': 'unauthorised',
  // Our clock is more than ten minutes off: like a wrong key, a person must mend it.
  '31': 'unauthorised',
  '32': 'refused',
  '33': 'refused',
  '34': 'refused',
  '40': 'refused',
  '41': 'refused',
  '42': 'unauthorised',
  '43': 'refused',
  '53': 'unauthorised',
};

/** `isp.` is a fault on the platform's side, so a write may have happened; any other business code is a no. */
export function faultOf(
  error: TopError,
  knobs: { staleSubCodes: readonly string[]; throttleMs: number },
): ChannelFault {
  const subCode = error.sub_code ?? '';
  const code = subCode || error.code;
  const message = error.sub_msg ?? error.msg;
  switch (meaningOf(error.code, subCode)) {
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: waitOf(message) ?? knobs.throttleMs };
    case 'unauthorised':
      return { kind: 'unauthorised', code, message };
    case 'refused':
      return { kind: 'refused', code, message, stale: knobs.staleSubCodes.includes(subCode) };
    case 'unknown':
      return { kind: 'unknown', cause: `${error.code} ${subCode} ${message}`.replaceAll(/\s+/g, ' ') };
  }
}

function meaningOf(code: string, subCode: string): Exclude<Meaning, 'business'> {
  if (subCode.startsWith('accesscontrol.limited')) return 'throttled';
  if (subCode.startsWith('isp.')) return 'unknown';
  const meaning = meanings[code] ?? (subCode.startsWith('isv.') ? 'refused' : 'unknown');
  if (meaning !== 'business') return meaning;
  return subCode === '' ? 'unknown' : 'refused';
}

/** "This ban will last for 31062 more seconds". */
function waitOf(message: string): number | undefined {
  const seconds = /(\d+)\s+more\s+second/i.exec(message)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
