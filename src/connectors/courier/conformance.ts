import { afterEach, beforeEach, describe } from 'vitest';
import { type CourierBench, journey } from './conformance-bench.ts';
import { describePickup } from './conformance-pickup.ts';
import { describeTracking } from './conformance-tracking.ts';

/** The promises of {@link CourierPort}. Every adapter passes, talking to its simulator over HTTP. */
export function describeCourier(name: string, setUp: () => Promise<CourierBench>): void {
  let bench: CourierBench;
  // A closure, as the bench is another one for each test.
  const current = (): CourierBench => bench;
  describe(name, () => {
    beforeEach(async () => {
      bench = await setUp();
      await bench.handIn(bench.waybill, journey);
    });
    afterEach(() => bench.close());
    describe('as a source of tracking', () => describeTracking(current));
    describePickup(current);
  });
}
