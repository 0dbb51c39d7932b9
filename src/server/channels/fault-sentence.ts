import type { ChannelFault } from '../../connectors/channel/port.ts';

/** A fault as one line, for screens and the log. */
export const sentenceOf = (fault: ChannelFault): string => {
  switch (fault.kind) {
    case 'throttled':
      return `throttled for ${Math.ceil(fault.retryAfterMs / 1000)} s`;
    case 'unknown':
      return fault.cause;
    case 'unauthorised':
    case 'refused':
      return `${fault.code}: ${fault.message}`;
  }
};
