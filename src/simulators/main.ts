import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAlipay } from './alipay/simulator.ts';
import { merchantPrivateKey, platformPublicKey } from './alipay/test-keys.ts';
import { openClock } from './clock.ts';
import { startKuaidi100 } from './kuaidi100/simulator.ts';
import { stopWithParent } from './parent.ts';
import { startTaobao } from './taobao/simulator.ts';

const { values } = parseArgs({
  options: {
    'alipay-port': { type: 'string', default: '0' },
    'taobao-port': { type: 'string', default: '0' },
    'kuaidi100-port': { type: 'string', default: '0' },
    'data-dir': { type: 'string' },
  },
});

const dataDir = values['data-dir'];
// One world has one clock: moved through one simulator, it is moved for all three.
const clock = openClock(dataDir === undefined ? undefined : join(dataDir, 'clock.jsonl'));
const kept = dataDir === undefined ? { clock } : { clock, dataDir };

const alipay = await startAlipay({ ...kept, port: Number(values['alipay-port']) });
const taobao = await startTaobao({ ...kept, port: Number(values['taobao-port']) });
const kuaidi100 = await startKuaidi100({ ...kept, port: Number(values['kuaidi100-port']) });

async function stop(): Promise<never> {
  await Promise.all([alipay.close(), taobao.close(), kuaidi100.close()]);
  process.exit(0);
}

process.once('SIGINT', stop);
process.once('SIGTERM', stop);
stopWithParent(stop);
// Whoever reads this line may stop the process at once, so it comes after the signals are taken care of.
console.log(JSON.stringify({ alipay: alipay.url, taobao: taobao.url, kuaidi100: kuaidi100.url, accounts: accounts() }));

/** What a vendor's sandbox hands to a developer: addresses, ids and throw-away keys of an account that it knows. */
function accounts() {
  return {
    alipay: {
      settings: {
        gatewayUrl: `${alipay.url}/gateway.do`,
        appId: '2021000000000001',
        alipayPublicKey: platformPublicKey,
      },
      credentials: { privateKey: merchantPrivateKey },
    },
    taobao: {
      settings: { gatewayUrl: `${taobao.url}/router/rest`, appKey: '12345678', shopKind: 'taobao' },
      credentials: { appSecret: 'test_secret_0123456789abcdef', session: '6100000test_session' },
    },
    kuaidi100: {
      settings: { pollBaseUrl: kuaidi100.url, customer: 'TESTCUSTOMER0001' },
      credentials: { key: 'TESTKEY0001', salt: 'guilai-demo' },
    },
  };
}
