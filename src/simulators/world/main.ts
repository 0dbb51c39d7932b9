import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openClock } from '../clock.ts';
import { stopWithParent } from '../parent.ts';
import { agenda } from './agenda.ts';
import { type Client, clientOf, newTally } from './http.ts';
import { markets } from './markets.ts';
import { openMemory } from './memory.ts';
import { budget, pace } from './pace.ts';
import { tellStory } from './story.ts';
import type { World } from './world.ts';

/** At speed 1 an hour of the story takes ten seconds. */
const HOUR_MS = 10_000;
/** Requests to Guilai in a second, at speed 1 and at most: an API key may ask 1,200 times a minute. */
const PER_SECOND = 1;
const MOST_PER_SECOND = 15;
const LOOK_UPS_PER_MINUTE = 8;
const HANDS = 8;

const { values } = parseArgs({
  options: {
    speed: { type: 'string', default: '1' },
    seed: { type: 'string', default: '20261111' },
    'data-dir': { type: 'string' },
    staff: { type: 'boolean', default: true },
    verbose: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

const input = z.object({
  guilai: z.string(),
  apiKey: z.string(),
  supervisorKey: z.string().optional(),
  shopId: z.string(),
  portalPath: z.string(),
  /** Of the simulated vendors, by their ids. */
  urls: z.record(z.string(), z.string()),
});

const lines = createInterface({ input: process.stdin });
const settings = input.parse(JSON.parse(await new Promise<string>((resolve) => lines.once('line', resolve))));
const speed = Math.max(0.01, Number(values.speed) || 1);
const dataDir = values['data-dir'];
const memory = openMemory(dataDir === undefined ? undefined : join(dataDir, 'world.jsonl'));
const tally = newTally();
const perSecond = Math.min(MOST_PER_SECOND, PER_SECOND * Math.max(1, speed));
const guilaiPace = pace(perSecond, 8);

function urlOf(id: string): string {
  const url = settings.urls[id];
  if (url === undefined) throw new Error(`the world needs ${id}`);
  return url;
}

const withKey = (key: string): Client =>
  clientOf({ baseUrl: settings.guilai, headers: { 'x-api-key': key }, tally, turn: guilaiPace.turn });

const note = (error: unknown): void => {
  tally.refused.set('bug', (tally.refused.get('bug') ?? 0) + 1);
  tally.latest.push(String(error instanceof Error ? error.stack : error));
};

const world: World = {
  seed: Number(values.seed),
  clock: openClock(),
  memory,
  agenda: agenda(HANDS, note),
  tally,
  shopId: settings.shopId,
  portalCode: new URL(settings.portalPath, settings.guilai).searchParams.get('shop') ?? '',
  guilai: withKey(settings.apiKey),
  ...(settings.supervisorKey === undefined ? {} : { supervisor: withKey(settings.supervisorKey) }),
  alipay: clientOf({ baseUrl: urlOf('alipay'), tally }),
  gateways: Object.fromEntries(
    ['wechat', 'unionpay', 'stripe']
      .filter((id) => settings.urls[id] !== undefined)
      .map((id) => [id, clientOf({ baseUrl: urlOf(id), tally })]),
  ),
  ...(settings.urls['invoicing'] === undefined
    ? {}
    : { invoicing: clientOf({ baseUrl: settings.urls['invoicing'], tally }) }),
  kuaidi100: clientOf({ baseUrl: urlOf('kuaidi100'), tally }),
  platforms: Object.fromEntries(
    Object.keys(markets)
      .filter((id) => settings.urls[id] !== undefined)
      .map((id) => [id, clientOf({ baseUrl: urlOf(id), tally })]),
  ),
  mayLookUp: budget(LOOK_UPS_PER_MINUTE),
  staff: values.staff,
  lanes: {},
  hourMs: { now: HOUR_MS / speed, steady: HOUR_MS / speed },
};

function stop(): never {
  memory.close();
  process.exit(0);
}

process.once('SIGINT', stop);
process.once('SIGTERM', stop);
stopWithParent(stop);
if (values.verbose) {
  setInterval(() => {
    const refused = [...tally.refused].map(([code, count]) => `${code} ${count}`).join(', ');
    const { asked, unreachable } = tally;
    console.error(
      `asked ${asked}, unreachable ${unreachable}, live ${memory.cases.size}, refused: ${refused || 'none'}`,
    );
    for (const line of tally.latest.splice(0)) console.error(`  ${line}`);
  }, 10_000).unref();
}
// Whoever waits for this line goes on at once; the story has all the time it needs.
console.log('the world goes round');
tellStory(world, guilaiPace, perSecond).catch(note);
