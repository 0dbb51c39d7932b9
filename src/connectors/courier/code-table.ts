/** What one of a vendor's codes means to us. */
export type CodeMeaning<Means extends string> = {
  means: Means;
  /** What it says: the vendor's own words where the source has them. */
  text: string;
  /** Where the code was read. */
  source: string;
  /** The source is the vendor's own document. What is not may be wrong, and is shown with its text. */
  verified: boolean;
};

export type CodeTable<Means extends string> = Readonly<Record<string, CodeMeaning<Means>>>;

/** The entries of one source: `[code, meaning, the vendor's words]`. */
export const codesFrom = <Means extends string>(
  { source, verified }: { source: string; verified: boolean },
  rows: readonly (readonly [code: string, means: Means, text: string])[],
): CodeTable<Means> => Object.fromEntries(rows.map(([code, means, text]) => [code, { means, text, source, verified }]));

/** What a code means; undefined where no table has it: it is kept and shown, never guessed. */
export const meaningOf = <Means extends string>(table: CodeTable<Means>, code: string): Means | undefined =>
  Object.hasOwn(table, code) ? table[code]?.means : undefined;
