import type { SimulatorClock } from '../clock.ts';
import type { Agenda } from './agenda.ts';
import type { Channel } from './buyer.ts';
import type { Client, Tally } from './http.ts';
import type { Case, Memory } from './memory.ts';
import type { Random } from './random.ts';

/** All that the people of the story use. Vendors are steered below `/__sim`; Guilai is called as anybody calls it. */
export type OtherGateway = 'wechat' | 'unionpay' | 'stripe';

export type World = {
  seed: number;
  clock: SimulatorClock;
  memory: Memory;
  agenda: Agenda;
  tally: Tally;
  shopId: string;
  /** Names the shop in the addresses of the buyers' portal. */
  portalCode: string;
  guilai: Client;
  /** A second person's key, for what whoever began it may not end; absent: it waits for the visitor. */
  supervisor?: Client;
  alipay: Client;
  /** The other gateways that the world has: some of the own shop's buyers pay there. */
  gateways: Partial<Record<OtherGateway, Client>>;
  /** The tax platform's service for red invoices; absent: the shop issues no invoices. */
  invoicing?: Client;
  /** The platforms that the world has, by channel. */
  platforms: Partial<Record<Channel, Client>>;
  kuaidi100: Client;
  /** The portal lets few look up orders in a minute, and a visitor wants to be among them. */
  mayLookUp: () => boolean;
  /** Whether the shop has a night shift. */
  staff: boolean;
  /** How many returns stand in each lane, as of the last look. */
  lanes: Record<string, number>;
  /** Real ms for an hour of the story: `now` is shorter while the history is made. */
  hourMs: { now: number; steady: number };
};

/** A part of what happens while the history is made keeps the steady pace, so that something is left to happen. */
const LINGERING = 0.2;

export const hourFor = ({ hourMs }: World, random: Random): number =>
  random.chance(LINGERING) ? hourMs.steady : hourMs.now;

export const pause = (world: World, random: Random, fromHours: number, toHours: number): number =>
  hourFor(world, random) * (fromHours + random.unit() * (toHours - fromHours));

/** Nothing more will come of it, or the rest is for the visitor's hands. */
export const endCase = ({ memory }: World, { n }: Case): undefined => {
  memory.record({ type: 'ended', n });
};

/** The same for what is not to linger, such as a look at something that others have to decide first. */
export const shortly = ({ hourMs }: World, random: Random, fromHours = 4, toHours = 9): number =>
  hourMs.now * (fromHours + random.unit() * (toHours - fromHours));

/** How long until the case has something to do: at the dock if a parcel is on its way. */
export const untilNext = (world: World, { parcel }: Case, random: Random): number =>
  parcel ? Math.max(0, parcel.dockAt - world.clock.now()) : shortly(world, random);
