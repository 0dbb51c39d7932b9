import { resolve } from 'node:path';
import { z } from 'zod';
import { CannotStart } from './cannot-start.ts';
import { packageRoot } from './package-root.ts';

export type Role = 'web' | 'worker';

/** All that can be set from outside. Nothing else reads the environment or the arguments. */
export type Config = {
  port: number;
  host: string;
  /** Where browsers and vendors reach this program: the beginning of links and call-back addresses. */
  publicUrl: string;
  /** Absent: the program starts a PostgreSQL of its own. */
  databaseUrl?: string;
  /** Absolute. */
  dataDir: string;
  roles: readonly Role[];
  /** How many simulated seconds pass in a second; `off`: no simulated vendors and buyers. */
  world: 'off' | number;
  /** Of the first simulated vendor; the others follow. 0: any free ones. */
  simulatorPort: number;
  /** Whether a shop's gateway may lie in the network the program runs in: simulators, or a proxy of the merchant's own. */
  nearVendors: boolean;
  logLevel: (typeof LOG_LEVELS)[number];
  /** 32 bytes. Absent: one is kept in the data folder, see `secret-key.ts`. */
  secretKey?: Buffer;
  /** Addresses of proxies whose X-Forwarded-For is believed; none by default. */
  trustProxy?: string;
  /** Whether strangers may make an account and found a merchant. */
  openSignUp: boolean;
  /** Opens /metrics to a bearer of it from other machines. */
  metricsToken?: string;
  workerConcurrency: number;
  poolSize: number;
};

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const wholeNumber = (from: number, to: number, what: string) => {
  const rule = `must be ${what} from ${from} to ${to}`;
  return z.coerce.number(rule).int(rule).min(from, rule).max(to, rule);
};
const port = wholeNumber(0, 65_535, 'a port');
const count = wholeNumber(1, 500, 'a whole number');
const speedRule = 'must be "off" or a speed above 0';
const text = z.string().min(1);
const roles = z.array(z.enum(['web', 'worker'], 'must be web, worker or web,worker'));

/** Each option with its environment variable, and what it must look like. */
const settings = z.object({
  port: port.default(4100),
  host: text.default('127.0.0.1'),
  'public-url': z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  'database-url': text.optional(),
  'data-dir': text.default('data'),
  roles: z.preprocess(
    (given) => (typeof given === 'string' ? given.split(',') : given),
    roles.default(['web', 'worker']),
  ),
  world: z.union([z.literal('off'), z.coerce.number().positive(speedRule)], speedRule).default(1),
  'simulator-port': port.default(4101),
  'near-vendors': z.stringbool('must be true or false').optional(),
  'log-level': z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).optional(),
  'secret-key': z
    .string()
    .transform((base64) => Buffer.from(base64, 'base64'))
    .refine((key) => key.length === 32, 'must be 32 bytes in base64')
    .optional(),
  'trust-proxy': text.optional(),
  'open-sign-up': z.stringbool('must be true or false').default(false),
  'metrics-token': z.string().min(16, 'must have 16 characters or more').optional(),
  'worker-concurrency': count.default(8),
  'pool-size': count.default(16),
});

const names = Object.keys(settings.shape);

/** `--database-url` has the name everybody knows; all other variables begin with GUILAI_. */
const variableOf = (name: string): string =>
  name === 'database-url' ? 'DATABASE_URL' : `GUILAI_${name.toUpperCase().replaceAll('-', '_')}`;

/** Options (`--port=4100`) win over environment variables. Fails with one sentence that names every wrong value. */
export function loadConfig(
  argv: readonly string[] = process.argv.slice(2),
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const options = readOptions(argv);
  // An empty variable is how shells and compose files say "not set".
  const given = Object.fromEntries(names.map((name) => [name, options[name] ?? (env[variableOf(name)] || undefined)]));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const wrong = new Map(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
    const parts = [...wrong].map(([name, message]) => {
      const isSecret = name === 'secret-key' || name === 'database-url' || name === 'metrics-token';
      return `${name in options ? `--${name}` : variableOf(name)} ${message}${isSecret ? '' : `, not "${given[name]}"`}`;
    });
    throw new CannotStart(`${parts.join('; ')}.`);
  }
  return configFrom(parsed.data);
}

function configFrom(given: z.output<typeof settings>): Config {
  const { 'database-url': databaseUrl, 'secret-key': secretKey } = given;
  return {
    port: given.port,
    host: given.host,
    publicUrl: (given['public-url'] ?? `http://${given.host}:${given.port}`).replace(/\/$/, ''),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    dataDir: resolve(packageRoot, given['data-dir']),
    roles: given.roles,
    world: given.world,
    simulatorPort: given['simulator-port'],
    nearVendors: given['near-vendors'] ?? given.world !== 'off',
    // The demo's own buyers would push the addresses off the screen, a line for each of their requests.
    logLevel: given['log-level'] ?? (given.world === 'off' ? 'info' : 'error'),
    ...(secretKey === undefined ? {} : { secretKey }),
    ...(given['trust-proxy'] === undefined ? {} : { trustProxy: given['trust-proxy'] }),
    openSignUp: given['open-sign-up'],
    ...(given['metrics-token'] === undefined ? {} : { metricsToken: given['metrics-token'] }),
    workerConcurrency: given['worker-concurrency'],
    poolSize: given['pool-size'],
  };
}

function readOptions(argv: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {};
  for (const argument of argv) {
    const match = /^--([a-z0-9-]+)=(.+)$/.exec(argument);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined || !names.includes(name)) {
      throw new CannotStart(
        `The option ${argument} is unknown; there are ${names.map((known) => `--${known}=…`).join(', ')}.`,
      );
    }
    options[name] = value;
  }
  return options;
}
