/** To whom an alert has gone, from the lowest level up. */
export const levelNames = ['owner', 'supervisor', 'manager'] as const;

export const levelName = (level: number | null): (typeof levelNames)[number] =>
  levelNames[(level ?? 1) - 1] ?? 'manager';
