import type { Role } from './permissions.ts';

/** How much somebody may grant alone. 1: everybody who may review at all. */
export const levels = [1, 2, 3, 4, 5] as const;
export type Level = (typeof levels)[number];

/** Until a merchant says otherwise. */
export const levelOfRole: Record<Role, Level> = {
  agent: 1,
  inspector: 1,
  supervisor: 2,
  finance: 3,
  manager: 4,
  admin: 5,
};

/** A key can be copied, so it grants no more than anybody may. */
export const LEVEL_OF_KEYS: Level = 1;

/** The person behind a command, or the program behind an API key. */
export type Who = {
  id: string;
  level: number;
  /** May move a case that is another's. */
  assigns?: true;
  /** May take back what was paid for or sent out already. */
  undoesPaid?: true;
  /** An API key: nobody's pair of eyes. */
  isProgram?: true;
};
