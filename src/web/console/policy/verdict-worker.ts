import type { Content } from './content.ts';
import { verdictOf } from './verdict.ts';

// Looking for a case that a draft takes away means trying thousands: typing must not wait for it.
self.onmessage = ({ data }: MessageEvent<{ n: number; content: Content }>) => {
  self.postMessage({ n: data.n, verdict: verdictOf(data.content) });
};
