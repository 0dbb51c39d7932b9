import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { packageRoot } from './package-root.ts';

test('with nothing set, the program serves and works on this machine, with its own database and a living world', () => {
  expect(loadConfig([], {})).toEqual({
    port: 4100,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:4100',
    dataDir: join(packageRoot, 'data'),
    roles: ['web', 'worker'],
    world: 1,
    simulatorPort: 4101,
    logLevel: 'error',
    nearVendors: true,
    openSignUp: false,
    workerConcurrency: 8,
    poolSize: 16,
  });
});

test('an option wins over the environment', () => {
  expect(loadConfig(['--port=80'], { GUILAI_PORT: '90' }).port).toBe(80);
  expect(loadConfig([], { GUILAI_PORT: '90' }).port).toBe(90);
});

test('an empty variable is not set', () => {
  expect(loadConfig([], { DATABASE_URL: '', GUILAI_WORLD: '' })).not.toHaveProperty('databaseUrl');
});

test('without the demo every request is logged, with it only what fails', () => {
  expect(loadConfig(['--world=off'], {}).logLevel).toBe('info');
  expect(loadConfig([], { GUILAI_LOG_LEVEL: 'info' }).logLevel).toBe('info');
});

test('the secret key is 32 bytes in base64', () => {
  const key = Buffer.alloc(32, 7);
  expect(loadConfig([], { GUILAI_SECRET_KEY: key.toString('base64') }).secretKey).toEqual(key);
});

test.each([
  [['--world=off'], 'off'],
  [['--world=60'], 60],
] as const)('%j sets the speed of the world', (argv, world) => {
  expect(loadConfig(argv, {}).world).toBe(world);
});

describe('a wrong value is named in one sentence', () => {
  test.each([
    [['--port=x'], {}, '--port must be a port from 0 to 65535, not "x".'],
    [['--port=65536'], {}, '--port must be a port from 0 to 65535, not "65536".'],
    [[], { GUILAI_POOL_SIZE: '1.5' }, 'GUILAI_POOL_SIZE must be a whole number from 1 to 500, not "1.5".'],
    [['--roles=web,cook'], {}, '--roles must be web, worker or web,worker, not "web,cook".'],
    [['--world=-1'], {}, '--world must be "off" or a speed above 0, not "-1".'],
    [[], { GUILAI_PUBLIC_URL: 'ftp://x' }, 'GUILAI_PUBLIC_URL must be an http or https address, not "ftp://x".'],
    [[], { GUILAI_SECRET_KEY: 'c2VjcmV0' }, 'GUILAI_SECRET_KEY must be 32 bytes in base64.'],
    [
      ['--log-level=loud'],
      { GUILAI_PORT: '-1' },
      'GUILAI_PORT must be a port from 0 to 65535, not "-1"; --log-level must be',
    ],
    [['--prot=1'], {}, 'The option --prot=1 is unknown; there are --port=…'],
  ])('%j %j', (argv, env, sentence) => {
    expect(() => loadConfig(argv, env)).toThrow(sentence);
  });
});
