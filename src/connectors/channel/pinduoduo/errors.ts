import type { ChannelFault } from '../port.ts';

export type PopError = {
  error_code: string;
  error_msg: string;
  sub_code?: string | undefined;
  sub_msg?: string | undefined;
};

type Meaning = 'throttled' | 'unauthorised' | 'refused' | 'unknown';

/** The platform's table of codes. A code that is not here says nothing certain. */
const meanings: Readonly<Record<string, Meaning>> = {
  '10000': 'refused',
  // A common parameter: the clock is off, or the connection is set up wrongly. A person must mend it.
  '10001': 'unauthorised',
  '10016': 'unauthorised',
  '10017': 'refused',
  '10018': 'unauthorised',
  '10019': 'unauthorised',
  '20004': 'unauthorised',
  '20005': 'unauthorised',
  '20031': 'unauthorised',
  '20032': 'unauthorised',
  '20034': 'refused',
  '20035': 'refused',
  '21001': 'refused',
  '21002': 'refused',
  '30000': 'unauthorised',
  '30001': 'unauthorised',
  '50000': 'unknown',
  '50001': 'refused',
  '50002': 'unknown',
  '52001': 'unknown',
  '52002': 'unknown',
  '52004': 'refused',
  '52101': 'throttled',
  // Switched off for a while to spare the platform: the call has not been let in.
  '52102': 'throttled',
  '52103': 'throttled',
  '70031': 'throttled',
  '70032': 'unauthorised',
  '70033': 'throttled',
  '70034': 'unauthorised',
  '70035': 'unauthorised',
  '70036': 'throttled',
};

export function faultOf(error: PopError, throttleMs: number): ChannelFault {
  const code = error.sub_code ?? error.error_code;
  const message = error.sub_msg ?? error.error_msg;
  switch (meanings[error.error_code] ?? 'unknown') {
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: throttleMs };
    case 'unauthorised':
      return { kind: 'unauthorised', code, message };
    case 'refused':
      return { kind: 'refused', code, message, stale: false };
    case 'unknown':
      return { kind: 'unknown', cause: `${error.error_code} ${message}` };
  }
}
