import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CannotStart } from '../cannot-start.ts';
import { checkReal, reportFindings } from '../demo/online-retail/check.ts';
import { findRealMerchant } from '../demo/online-retail/real-merchant.ts';
import { openProgram, readArguments, runTool } from './open-program.ts';

const DEFAULT_FILE = '../shared/data/online-retail/2010-12_2011-08.csv.gz';

/** npm run check:real: recounts the run of demo:real from the file. Exit 1 if anything differs. */
runTool(async () => {
  const { config, words, given } = readArguments(['data']);
  const file = resolve(given['data'] ?? words[0] ?? DEFAULT_FILE);
  if (!existsSync(file)) throw new CannotStart(`There is no file ${file}: npm run check:real -- --data=PATH`);
  const program = await openProgram(config);
  const merchantId = await findRealMerchant(program);
  if (!merchantId) throw new CannotStart('The real data is not in this database yet: npm run demo:real');
  const gatewayJournal = join(config.dataDir, 'online-retail', 'simulators', 'alipay.jsonl');
  const agrees = reportFindings(await checkReal(program.app, { merchantId, file, gatewayJournal }));
  await program.close();
  return agrees;
});
