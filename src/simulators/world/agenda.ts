/** Something to do. Returns after how many ms it wants to go on, or undefined when it is over. */
export type Act = () => Promise<number | undefined>;

export type Agenda = {
  in(ms: number, act: Act): void;
  /** Acts that are due and wait for a free hand. */
  waiting(): number;
};

/** Runs acts when they are due, so many at a time. One that fails for a bug of ours ends alone: the others go on. */
export function agenda(hands: number, onBug: (error: unknown) => void): Agenda {
  const due: Act[] = [];
  let busy = 0;
  const later = (ms: number, act: Act): void => {
    setTimeout(() => {
      due.push(act);
      begin();
    }, ms);
  };
  const begin = (): void => {
    const act = busy < hands ? due.shift() : undefined;
    if (!act) return;
    busy += 1;
    act()
      .then((again) => {
        if (again !== undefined) later(again, act);
      }, onBug)
      .finally(() => {
        busy -= 1;
        begin();
      });
  };
  return { in: later, waiting: () => due.length };
}
