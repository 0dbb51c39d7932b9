import { systemClock } from '../../../server/clock.ts';
import { startKingdee, testAcctId, testAppId, testAppSecret, testUser } from '../../../simulators/kingdee/simulator.ts';
import { financeConformance } from '../conformance.ts';
import { financeBench } from '../finance-bench.ts';
import { kingdee } from './kingdee.ts';

financeConformance('金蝶云星空', async () => {
  const simulator = await startKingdee();
  const open = (timeoutMs: number, appSecret = testAppSecret) =>
    kingdee({
      baseUrl: `${simulator.url}/k3cloud`,
      acctId: testAcctId,
      userName: testUser,
      appId: testAppId,
      appSecret,
      orgNumber: '100',
      book: '001',
      word: 'PRE001',
      currency: 'PRE001',
      rateType: 'HLTX01_SYS',
      timeoutMs,
      now: systemClock.now,
    });
  const services = { book: 'Save', look: 'ExecuteBillQuery' };
  return financeBench({ simulator, open, stranger: open(10_000, 'ANOTHER'), services, dimension: 'FFLEX6' });
});
