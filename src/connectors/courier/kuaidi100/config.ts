import type { Instant } from '../../../domain/time.ts';

export type Kuaidi100Config = {
  /** `https://poll.kuaidi100.com`, or a simulator; no slash at its end. */
  pollBaseUrl: string;
  /** `https://api.kuaidi100.com`, where intercepts go. */
  apiBaseUrl: string;
  customer: string;
  key: string;
  /** Signs orders; without it there are neither visits nor intercepts. */
  secret?: string;
  /** Our secret for pushes. Never empty: without one anybody could sign. */
  salt: string;
  timeoutMs: number;
  now: () => Instant;
  /** `4` asks for a status code per scan; the other levels cost extra or lack it. */
  resultVersion?: string;
};
