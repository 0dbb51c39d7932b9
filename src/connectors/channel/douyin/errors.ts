import type { ChannelFault } from '../port.ts';

export type DouyinError = { code: string; msg: string; subCode: string; subMsg: string };

type Meaning = 'throttled' | 'unauthorised' | 'refused' | 'unknown';

/** The codes of the envelope. A code that is not here says nothing certain. */
const meanings: Readonly<Record<string, Meaning>> = {
  '20000': 'unknown',
  '30001': 'unauthorised',
  '40001': 'refused',
  '40003': 'refused',
  '40004': 'refused',
  '50001': 'unauthorised',
  '50002': 'refused',
  '60000': 'throttled',
  '70000': 'refused',
  '90000': 'unknown',
};

/** Under 40001 and 40003 stand both what a program got wrong and what a person must mend: keys, tokens, the clock. */
const keysAndClock = /^isv\.(signature|app-id|access-token|authorization|timestamp)-/;

export function faultOf(
  error: DouyinError,
  knobs: { staleSubCodes: readonly string[]; throttleMs: number },
): ChannelFault {
  const code = error.subCode || error.code;
  const message = error.subMsg || error.msg;
  switch (meaningOf(error)) {
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: knobs.throttleMs };
    case 'unauthorised':
      return { kind: 'unauthorised', code, message };
    case 'refused':
      return { kind: 'refused', code, message, stale: knobs.staleSubCodes.includes(error.subCode) };
    case 'unknown':
      return { kind: 'unknown', cause: `${error.code} ${error.subCode} ${message}`.replaceAll(/\s+/g, ' ') };
  }
}

/** `isp.` is a fault on the platform's side, so a write may have happened. */
function meaningOf({ code, subCode }: DouyinError): Meaning {
  if (keysAndClock.test(subCode)) return 'unauthorised';
  const meaning = meanings[code];
  if (meaning === 'refused' && subCode.startsWith('isp.') && code !== '70000') return 'unknown';
  return meaning ?? (subCode.startsWith('isv.') ? 'refused' : 'unknown');
}
