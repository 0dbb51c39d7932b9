import type { Tone } from '../parts/tag.tsx';

export const stateTones: Record<'open' | 'settled' | 'gone', Tone> = { open: 'amber', settled: 'green', gone: 'grey' };
