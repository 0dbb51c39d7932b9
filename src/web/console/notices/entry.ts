import type { listNoticeKinds, NoticeChannelView } from '../../../contract/notices.ts';
import type { ReplyOf } from '../../ui/api.ts';

/** A way on which notices can go out, with the values that it needs. */
export type Kind = ReplyOf<typeof listNoticeKinds>['kinds'][number];

/** What the dialog holds of a channel. */
export type Entry = Pick<NoticeChannelView, 'severities' | 'topics' | 'quiet' | 'digestAt'> & {
  kind: string;
  name: string;
  settings?: Record<string, string>;
  credentials?: Record<string, string>;
};
