import type { ChannelFault } from '../port.ts';

export type JdError = { code: string; zh_desc?: string | undefined; en_desc?: string | undefined };

/** The gateway's own codes, as far as they are public. A code that is not here says nothing certain. */
const meanings: Readonly<Record<string, 'throttled' | 'unauthorised' | 'refused'>> = {
  '2': 'throttled',
  '4': 'refused',
  '5': 'refused',
  '7': 'refused',
  // Our clock is more than six minutes off: like a wrong key, a person must mend it.
  '8': 'unauthorised',
  '11': 'unauthorised',
  '12': 'unauthorised',
  '14': 'refused',
  '15': 'refused',
  '18': 'unauthorised',
  '19': 'unauthorised',
  '20': 'unauthorised',
  '21': 'unauthorised',
  '24': 'unauthorised',
};

export function faultOf({ code, zh_desc, en_desc }: JdError, throttleMs: number): ChannelFault {
  const message = zh_desc ?? en_desc ?? '';
  const meaning = meanings[code];
  switch (meaning) {
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: throttleMs };
    case 'unauthorised':
      return { kind: 'unauthorised', code, message };
    case 'refused':
      return { kind: 'refused', code, message, stale: false };
    default:
      return { kind: 'unknown', cause: `${code} ${message}`.trim() };
  }
}
