import { afterEach, beforeEach, describe } from 'vitest';
import { describeReturns, describeWriteFaults, describeWrites } from './conformance-acting.ts';
import { type ChannelBench, type ChannelTraits, MARKETPLACE } from './conformance-bench.ts';
import { describePullFaults, describeWindows } from './conformance-pulling.ts';
import { describeReading } from './conformance-reading.ts';
import { describeTalking } from './conformance-talking.ts';

/** The promises of `ChannelPort`. Every adapter passes, talking to its simulator over HTTP. */
export function describeChannel(
  name: string,
  setUp: () => Promise<ChannelBench>,
  traits: ChannelTraits = MARKETPLACE,
): void {
  let bench: ChannelBench;
  // A closure, as the bench is another one for each test.
  const current = (): ChannelBench => bench;
  describe(`${name} as a channel`, () => {
    beforeEach(async () => {
      bench = await setUp();
    });
    afterEach(() => bench.close());
    describe('reading', () => describeReading(current, traits));
    describe('a pull', () => describeWindows(current, traits));
    describe('a pull in trouble', () => describePullFaults(current));
    if (traits.requests === false) return;
    describe('a write', () => describeWrites(current, traits));
    describe('a write in trouble', () => describeWriteFaults(current, traits));
    describe('a return', () => describeReturns(current, traits));
    if (traits.talks) describe('a talk', () => describeTalking(current));
  });
}
